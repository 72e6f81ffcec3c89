package health.sheaf.estate;

import health.sheaf.estate.auth.AuthorizationServer;
import health.sheaf.estate.control.ControlServer;
import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.fault.Switchable;
import health.sheaf.estate.fhirserver.Access;
import health.sheaf.estate.fhirserver.FhirSimulator;
import health.sheaf.estate.fhirserver.Habit;
import health.sheaf.estate.fhirserver.Habits;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.records.Records;
import health.sheaf.estate.sql.Databases;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The whole region, running. */
final class Estate implements AutoCloseable {

    /** The user of the hospital's HTTP basic authentication. */
    static final String HOSPITAL_USER = "sheaf";

    private static final int SECRET_BYTES = 24;

    private final Population population;
    private final AuthorizationServer authorization;
    private final Databases databases;
    private final FhirSimulator gp;
    private final FhirSimulator epr;
    private final FhirSimulator community;
    private final ControlServer control;
    private final String gpKey;
    private final String eprPassword;

    private Estate(
            Options options,
            Population population,
            Databases databases,
            AuthorizationServer authorization,
            SecureRandom random) {
        this.population = population;
        this.databases = databases;
        this.gpKey = secret(random);
        this.eprPassword = secret(random);
        this.authorization = authorization;
        this.gp =
                simulator(
                        Habits.riversideGp(),
                        Access.apiKey("X-API-Key", gpKey),
                        Duration.ofMillis(25),
                        options,
                        random);
        this.epr =
                simulator(
                        Habits.infirmaryEpr(),
                        Access.basic(HOSPITAL_USER, eprPassword),
                        Duration.ofMillis(60),
                        options,
                        random);
        this.community =
                simulator(
                        Habits.communityCare(),
                        Access.bearer(authorization::communityAccepts),
                        Duration.ofMillis(90),
                        options,
                        random);
        this.control = new ControlServer(options.controlPort(), sources());
    }

    /** Starts everything; returns when everything answers. */
    static Estate start(Options options, Clock clock, SecureRandom random) {
        var population = Population.of(options.people(), options.seed(), options.today());
        // The databases take longest; keys are made meanwhile.
        var starting =
                CompletableFuture.supplyAsync(
                        () ->
                                Databases.start(
                                        population,
                                        options.tainted(),
                                        options.cache(),
                                        options.directory().resolve("postgres"),
                                        random),
                        Thread.ofPlatform().name("databases")::start);
        var authorization =
                new AuthorizationServer(options.issuerPort(), options.audience(), clock, random);
        var estate = new Estate(options, population, starting.join(), authorization, random);
        try {
            estate.authorization.start();
            estate.gp.start();
            estate.epr.start();
            estate.community.start();
            estate.control.start();
        } catch (RuntimeException e) {
            estate.close();
            throw e;
        }
        return estate;
    }

    Population population() {
        return population;
    }

    AuthorizationServer authorization() {
        return authorization;
    }

    Databases databases() {
        return databases;
    }

    FhirSimulator gp() {
        return gp;
    }

    FhirSimulator epr() {
        return epr;
    }

    FhirSimulator community() {
        return community;
    }

    ControlServer control() {
        return control;
    }

    String gpKey() {
        return gpKey;
    }

    String eprPassword() {
        return eprPassword;
    }

    List<Switchable> sources() {
        return List.of(gp, epr, databases.pas(), databases.lims(), community);
    }

    @Override
    public void close() {
        control.close();
        gp.close();
        epr.close();
        community.close();
        authorization.close();
        databases.close();
    }

    private FhirSimulator simulator(
            Habit habit, Access access, Duration latency, Options options, SecureRandom random) {
        return new FhirSimulator(
                habit,
                access,
                new Records(population, habit.source(), options.tainted()),
                0,
                new Faults(latency),
                random);
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
