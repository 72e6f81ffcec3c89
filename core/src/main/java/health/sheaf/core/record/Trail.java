package health.sheaf.core.record;

import health.sheaf.core.audit.AuditEvent;
import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.audit.AuditUnavailableException;
import health.sheaf.core.audit.Fingerprints;
import health.sheaf.core.audit.Receipt;
import health.sheaf.core.federation.Ledger;
import health.sheaf.core.federation.SourceAnswer;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.policy.Decision;
import health.sheaf.core.policy.Refusal;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.Entry;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What one request leaves in the audit log. */
final class Trail {

    private final AuditLog log;
    private final Clock clock;
    private final AuditEvent.Context context;

    Trail(
            AuditLog log,
            Clock clock,
            Requester requester,
            @Nullable PersonId person,
            String interaction,
            Decision decision) {
        this.log = log;
        this.clock = clock;
        this.context =
                new AuditEvent.Context(
                        requester.requestId(),
                        requester.user(),
                        requester.purpose(),
                        person,
                        interaction,
                        decision.decisionId(),
                        decision.policyVersion(),
                        decision.rules());
    }

    Receipt refused(Refusal refusal) {
        return log.write(new AuditEvent.Refused(context, clock.instant(), refusal.reason()));
    }

    Receipt notFound() {
        return log.write(new AuditEvent.Refused(context, clock.instant(), "Nothing of that id."));
    }

    Receipt silent(SourceId source, SourceFault fault) {
        return log.write(
                new AuditEvent.Refused(
                        context,
                        clock.instant(),
                        source.value() + " did not answer: " + fault.code().code()));
    }

    /** Writes down that a part of what was read before is shown. */
    Receipt again(List<RecordEntry> entries, Ledger ledger) {
        return log.write(
                new AuditEvent.Answer(context, clock.instant(), shown(entries), verdicts(ledger)));
    }

    /**
     * Begins to write down that sources will be asked; it must be durable before the first byte of
     * an answer leaves.
     */
    CompletableFuture<Receipt> opening(List<SourceId> sources) {
        return log.append(new AuditEvent.Opening(context, clock.instant(), sources));
    }

    /** Writes down incidents of an answer, if it is one. */
    void incident(SourceAnswer answer) {
        var incident = answer.incident();
        if (incident != null) {
            log.write(
                    new AuditEvent.Incident(
                            context, clock.instant(), answer.source().id(), incident));
        }
    }

    /**
     * Writes down that the demographics of a found person will be shown; the search's own answer is
     * written after it.
     */
    void disclosed(List<Entry> patients) {
        var bySource = new TreeMap<SourceId, Fingerprints.Builder>();
        for (var patient : patients) {
            bySource.computeIfAbsent(patient.origin().source(), source -> Fingerprints.builder())
                    .add(patient.resource().sha256());
        }
        log.write(new AuditEvent.Answer(context, clock.instant(), built(bySource), List.of()));
    }

    /** Writes down a whole answer, after its opening. */
    Receipt answer(CompletableFuture<Receipt> opening, List<RecordEntry> entries, Ledger ledger) {
        var receipt =
                log.append(
                        new AuditEvent.Answer(
                                context, clock.instant(), shown(entries), verdicts(ledger)));
        await(opening);
        return await(receipt);
    }

    Receipt part(CompletableFuture<Receipt> opening, SourceId source, List<RecordEntry> entries) {
        var fingerprints = Fingerprints.builder();
        entries.forEach(entry -> fingerprints.add(entry.resource().sha256()));
        var receipt =
                log.append(
                        new AuditEvent.Part(
                                context,
                                clock.instant(),
                                new AuditEvent.Shown(source, fingerprints.build())));
        await(opening);
        return await(receipt);
    }

    Receipt closing(CompletableFuture<Receipt> opening, Ledger ledger) {
        var receipt =
                log.append(new AuditEvent.Closing(context, clock.instant(), verdicts(ledger)));
        await(opening);
        return await(receipt);
    }

    private static List<AuditEvent.Shown> shown(List<RecordEntry> entries) {
        var bySource = new TreeMap<SourceId, Fingerprints.Builder>();
        for (var entry : entries) {
            var origin = entry.origin();
            if (origin != null) {
                bySource.computeIfAbsent(origin.source(), source -> Fingerprints.builder())
                        .add(entry.resource().sha256());
            }
        }
        return built(bySource);
    }

    private static List<AuditEvent.Shown> built(Map<SourceId, Fingerprints.Builder> bySource) {
        var shown = new ArrayList<AuditEvent.Shown>();
        bySource.forEach((source, fingerprints) ->
                shown.add(new AuditEvent.Shown(source, fingerprints.build())));
        return shown;
    }

    private static List<String> verdicts(Ledger ledger) {
        return ledger.lines().stream()
                .map(line -> line.source().value() + " " + line.verdict().code())
                .toList();
    }

    private static Receipt await(CompletableFuture<Receipt> receipt) {
        try {
            return receipt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AuditUnavailableException unavailable) {
                throw unavailable;
            }
            throw new AuditUnavailableException(e);
        }
    }
}
