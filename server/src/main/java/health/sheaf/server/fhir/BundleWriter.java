package health.sheaf.server.fhir;

import health.sheaf.core.merge.RecordEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a Bundle straight to a stream: the resources are their own bytes, everything round them is
 * written by hand. There is no tree and no copy of the whole.
 */
final class BundleWriter {

    private final OutputStream out;
    private final String base;
    private boolean first = true;

    /**
     * @param out buffered
     * @param base of the full URLs
     */
    BundleWriter(OutputStream out, String base) {
        this.out = out;
        this.base = base;
    }

    /**
     * Begins the Bundle.
     *
     * @param total how many matched; {@code null} where nobody can say, because something is
     *     missing
     * @param links relation and URL
     */
    void begin(String type, Instant timestamp, @Nullable Integer total, Map<String, String> links)
            throws IOException {
        text("{\"resourceType\":\"Bundle\",\"type\":\"");
        text(type);
        text("\",\"timestamp\":\"");
        text(timestamp.toString());
        text("\"");
        if (total != null) {
            text(",\"total\":");
            text(total.toString());
        }
        if (!links.isEmpty()) {
            text(",\"link\":[");
            boolean firstLink = true;
            for (var link : links.entrySet()) {
                text(firstLink ? "{\"relation\":" : ",{\"relation\":");
                firstLink = false;
                text(quoted(link.getKey()));
                text(",\"url\":");
                text(quoted(link.getValue()));
                text("}");
            }
            text("]");
        }
        text(",\"entry\":[");
    }

    /** One resource of the record. */
    void entry(RecordEntry entry, boolean included) throws IOException {
        separate();
        text("{\"fullUrl\":");
        text(quoted(base + "/" + Selection.referenceTo(entry)));
        text(",\"resource\":");
        entry.resource().writeTo(out);
        text(
                included
                        ? ",\"search\":{\"mode\":\"include\"}}"
                        : ",\"search\":{\"mode\":\"match\"}}");
    }

    /** One resource of the record, in a Bundle that is no search result. */
    void plainEntry(RecordEntry entry) throws IOException {
        separate();
        text("{\"fullUrl\":");
        text(quoted(base + "/" + Selection.referenceTo(entry)));
        text(",\"resource\":");
        entry.resource().writeTo(out);
        text("}");
    }

    /** A resource of ours that belongs to the result. */
    void included(ObjectNode resource, String reference) throws IOException {
        separate();
        text("{\"fullUrl\":");
        text(quoted(base + "/" + reference));
        text(",\"resource\":");
        out.write(OperationOutcomes.JSON.writeValueAsBytes(resource));
        text(",\"search\":{\"mode\":\"include\"}}");
    }

    /** The ledger. */
    void outcome(ObjectNode outcome) throws IOException {
        separate();
        text("{\"resource\":");
        out.write(OperationOutcomes.JSON.writeValueAsBytes(outcome));
        text(",\"search\":{\"mode\":\"outcome\"}}");
    }

    /** The ledger, in a Bundle that is no search result. */
    void plainOutcome(ObjectNode outcome) throws IOException {
        separate();
        text("{\"resource\":");
        out.write(OperationOutcomes.JSON.writeValueAsBytes(outcome));
        text("}");
    }

    void end() throws IOException {
        text("]}");
    }

    private void separate() throws IOException {
        if (!first) {
            out.write(',');
        }
        first = false;
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }
}
