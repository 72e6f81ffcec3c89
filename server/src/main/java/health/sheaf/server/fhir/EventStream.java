package health.sheaf.server.fhir;

import health.sheaf.core.audit.Emission;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.record.RecordAnswer;
import health.sheaf.core.record.RecordListener;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record as it grows, as server-sent events: one {@code source} event for each source with a
 * Bundle of its line of the ledger and of what it gave, then one {@code ledger} event with the
 * final ledger and the person's own Patient.
 *
 * <p>A client that goes away is noticed by a comment written every {@value #BEAT_MILLIS}
 * milliseconds: the sources are not asked any further then.
 */
final class EventStream {

    static final long BEAT_MILLIS = 60;

    private final FhirParts parts;
    private final Exchange exchange;
    private final InRecord request;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    EventStream(FhirParts parts, Exchange exchange, InRecord request) throws IOException {
        this.parts = parts;
        this.exchange = exchange;
        this.request = request;
        this.out = new BufferedOutputStream(exchange.response().getOutputStream(), 32 * 1024);
    }

    void send(PersonId person) throws IOException {
        var asking = Thread.currentThread();
        var beat = Thread.ofVirtual().name("sheaf-beat").start(() -> beatUntilGone(asking));
        try {
            parts.records().stream(exchange.requester(), person, request.question(), new Listener())
                    .ifPresent(this::refuse);
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        } finally {
            beat.interrupt();
            join(beat);
            // The beat may have interrupted us just as we ended by ourselves.
            Thread.interrupted();
        }
        out.flush();
    }

    /** Nothing was sent before, unless deciding took longer than a beat: then it is an event. */
    private void refuse(RecordAnswer answer) {
        var problem =
                switch (answer) {
                    case RecordAnswer.Refused refused ->
                            new HttpProblem(HttpCode.REFUSED, refused.refusal().reason());
                    case RecordAnswer.NotFound notFound ->
                            new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND);
                    case RecordAnswer.SourceSilent silent ->
                            throw new IllegalStateException("a stream asks about a person");
                    case RecordAnswer.Answered answered ->
                            throw new IllegalStateException("a stream tells its listener");
                };
        writing.lock();
        try {
            if (!exchange.response().isCommitted()) {
                throw problem;
            }
            event(
                    "refused",
                    data -> data.write(OperationOutcomes.of(problem.code(), problem.words())));
        } finally {
            writing.unlock();
        }
    }

    private final class Listener implements RecordListener {

        private final TreeSet<String> types = new TreeSet<>();

        @Override
        public void part(Emission<Part> part) {
            var payload = part.payload();
            var entries =
                    payload.entries().stream()
                            .filter(entry -> Selection.isWithin(request.period(), entry))
                            .toList();
            entries.forEach(entry -> types.add(entry.type()));
            bundle("source", parts.clock().instant(), LedgerOutcome.of(payload.line()), entries);
        }

        @Override
        public void closed(Emission<Closing> closing) {
            var payload = closing.payload();
            Verdicts.count(parts.events(), payload.ledger());
            bundle(
                    "ledger",
                    payload.ledger().asAt(),
                    LedgerOutcome.of(payload.ledger(), payload.conflicts(), request, types),
                    payload.patient());
        }
    }

    private void bundle(
            String name, Instant timestamp, ObjectNode outcome, List<RecordEntry> entries) {
        event(
                name,
                data -> {
                    var bundle = new BundleWriter(data, exchange.base());
                    bundle.begin("collection", timestamp, null, Map.of());
                    bundle.plainOutcome(outcome);
                    for (var entry : entries) {
                        bundle.plainEntry(entry);
                    }
                    bundle.end();
                });
    }

    private void event(String name, Exchange.Body body) {
        writing.lock();
        try {
            head();
            out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            body.writeTo(new OneLine(out));
            out.write('\n');
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    private void head() {
        if (!exchange.response().isCommitted()) {
            exchange.response().setContentType("text/event-stream;charset=utf-8");
        }
    }

    private void beatUntilGone(Thread asking) {
        try {
            while (true) {
                Thread.sleep(BEAT_MILLIS);
                writing.lockInterruptibly();
                try {
                    head();
                    out.write(':');
                    out.write('\n');
                    out.flush();
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException gone) {
            asking.interrupt();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread beat) {
        boolean interrupted = Thread.interrupted();
        try {
            beat.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes line breaks out: they would end the event's data. In JSON they stand between tokens
     * only, where nothing needs them.
     */
    private static final class OneLine extends FilterOutputStream {

        OneLine(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            if (value != '\n' && value != '\r') {
                out.write(value);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n' || bytes[i] == '\r') {
                    out.write(bytes, from, i - from);
                    from = i + 1;
                }
            }
            out.write(bytes, from, offset + length - from);
        }
    }
}
