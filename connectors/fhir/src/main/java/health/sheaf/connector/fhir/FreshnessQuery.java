package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.SourceFaultException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks a server how current its data are, where the definition says how. Runs beside the question
 * itself. Where no answer comes, the last one stands: data get no fresher by silence.
 */
final class FreshnessQuery {

    /** The record does not wait longer for it once it is there itself. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final FhirServer server;
    private final FhirSettings.@Nullable FreshnessPlace place;
    private volatile Freshness last = new Freshness.Live();

    FreshnessQuery(FhirServer server, FhirSettings.@Nullable FreshnessPlace place) {
        this.server = server;
        this.place = place;
    }

    /** Starts asking; the supplier gives what is known when it is called. */
    Supplier<Freshness> start(Deadline deadline) {
        var where = place;
        if (where == null) {
            return () -> last;
        }
        var asked = new CompletableFuture<Freshness>();
        Thread.ofVirtual()
                .name("fhir-freshness")
                .start(() -> {
                    try {
                        last = ask(where, deadline);
                    } catch (SourceFaultException e) {
                        // The question itself meets the same fault and names it.
                        asked.complete(last);
                    } finally {
                        asked.complete(last);
                    }
                });
        return () -> await(asked, deadline);
    }

    private Freshness await(CompletableFuture<Freshness> asked, Deadline deadline) {
        try {
            return asked.get(
                    deadline.orSooner(PATIENCE).remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return last;
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for freshness ended in an unknown way", e);
        }
    }

    private Freshness ask(FhirSettings.FreshnessPlace where, Deadline deadline) {
        JsonNode node = server.status(where.url(), deadline);
        for (var name : where.path()) {
            node = node.path(name);
        }
        return new Freshness.AsOf(instant(node.asString("")));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Faults.unexpected("the source does not say how current its data are");
        }
    }
}
