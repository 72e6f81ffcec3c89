package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them: a code table needs no more than that. */
final class Csv {

    private Csv() {}

    static List<List<String>> read(String text, String file) {
        List<List<String>> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                endRecord(records, fields, field);
                fields = new ArrayList<>();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (quoted) {
            throw new DefinitionException(
                    new Position(file, records.size() + 1, 1), "a quote is not closed");
        }
        endRecord(records, fields, field);
        return records;
    }

    private static void endRecord(
            List<List<String>> records, List<String> fields, StringBuilder field) {
        if (!fields.isEmpty() || !field.isEmpty()) {
            fields.add(field.toString());
            records.add(fields);
        }
        field.setLength(0);
    }
}
