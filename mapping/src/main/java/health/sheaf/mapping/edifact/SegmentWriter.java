package health.sheaf.mapping.edifact;

import java.util.ArrayList;
import java.util.List;

/** Writes segments with the usual service characters; what is data is released where it must be. */
final class SegmentWriter {

    private final List<String> segments = new ArrayList<>();
    private int messageStart;

    /**
     * Adds a segment. Each element has its components; trailing empty ones are written as given.
     */
    SegmentWriter add(String tag, List<List<String>> elements) {
        var text = new StringBuilder(tag);
        for (var element : elements) {
            text.append('+');
            for (int n = 0; n < element.size(); n++) {
                if (n > 0) {
                    text.append(':');
                }
                release(element.get(n), text);
            }
        }
        segments.add(text.append('\'').toString());
        return this;
    }

    /** Adds a segment whose elements are single texts; {@code :} between components is kept. */
    SegmentWriter add(String written) {
        segments.add(written + "'");
        return this;
    }

    /** UNH, from which {@link #endMessage} counts. */
    SegmentWriter startMessage(String written) {
        messageStart = segments.size();
        return add(written);
    }

    SegmentWriter endMessage(String reference) {
        int count = segments.size() - messageStart + 1;
        return add("UNT", List.of(List.of(Integer.toString(count)), List.of(reference)));
    }

    String text(Layout layout) {
        return String.join(layout == Layout.LINES ? "\n" : "", segments);
    }

    private static void release(String data, StringBuilder into) {
        for (int at = 0; at < data.length(); at++) {
            char c = data.charAt(at);
            if (c == '+' || c == ':' || c == '?' || c == '\'') {
                into.append('?');
            }
            into.append(c);
        }
    }
}
