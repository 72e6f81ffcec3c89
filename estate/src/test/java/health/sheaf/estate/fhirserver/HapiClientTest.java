package health.sheaf.estate.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BasicAuthInterceptor;
import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Showcase;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.records.Records;
import java.time.Duration;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** A client that nobody here wrote takes the simulator for a FHIR server. */
final class HapiClientTest {

    private final Population population = Population.of(40, 5, LocalDate.of(2026, 11, 1));

    @Test
    void hapisClientSearchesReadsAndGathersEverything() {
        var records = new Records(population, Source.INFIRMARY_EPR, false);
        var faults = new Faults(Duration.ZERO);
        try (var server =
                new FhirSimulator(
                        Habits.infirmaryEpr(),
                        Access.basic("sheaf", "secret"),
                        records,
                        0,
                        faults,
                        new SplittableRandom(1))) {
            server.start();
            ask(client(server.address()));
        }
    }

    private void ask(IGenericClient client) {
        var person = population.showcase(Showcase.EVERYWHERE);
        var statement = client.capabilities().ofType(CapabilityStatement.class).execute();
        assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");

        var found =
                client.search()
                        .forResource(Patient.class)
                        .where(
                                Patient.IDENTIFIER
                                        .exactly()
                                        .systemAndCode(
                                                "https://fhir.nhs.uk/Id/nhs-number",
                                                person.nhsNumber()))
                        .returnBundle(Bundle.class)
                        .execute();
        var patient = (Patient) found.getEntryFirstRep().getResource();
        assertThat(patient.getBirthDateElement().getValueAsString())
                .isEqualTo(person.born().toString());

        var observations =
                client.search()
                        .forResource(Observation.class)
                        .where(Observation.PATIENT.hasId(patient.getIdElement().getIdPart()))
                        .count(7)
                        .returnBundle(Bundle.class)
                        .execute();
        int entries = observations.getEntry().size();
        var page = observations;
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            page = client.loadPage().next(page).execute();
            entries += page.getEntry().size();
        }
        assertThat(entries).isEqualTo(observations.getTotal()).isGreaterThan(7);

        var everything =
                client.operation()
                        .onInstance(patient.getIdElement().toUnqualifiedVersionless())
                        .named("everything")
                        .withNoParameters(org.hl7.fhir.r4.model.Parameters.class)
                        .useHttpGet()
                        .returnResourceType(Bundle.class)
                        .execute();
        assertThat(everything.getEntry())
                .anyMatch(entry -> entry.getResource() instanceof Encounter)
                .hasSizeGreaterThan(20);
    }

    private static IGenericClient client(String address) {
        var context = FhirContext.forR4Cached();
        var client = context.newRestfulGenericClient(address);
        client.registerInterceptor(new BasicAuthInterceptor("sheaf", "secret"));
        return client;
    }
}
