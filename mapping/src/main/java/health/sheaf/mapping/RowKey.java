package health.sheaf.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns that identify a row (or its patient), with literals that keep two maps of one type
 * apart.
 *
 * @param parts at least one, among them at least one column
 */
public record RowKey(List<Part> parts) {

    /**
     * One part of a key: a column or a literal.
     *
     * @param column {@code null} for a literal
     * @param literal {@code null} for a column
     */
    public record Part(@Nullable String column, @Nullable String literal) {}

    public RowKey {
        parts = List.copyOf(parts);
    }

    /** The columns, in order. */
    public List<String> columns() {
        return parts.stream().map(Part::column).filter(Objects::nonNull).toList();
    }

    /** The values of a row, literals among them; empty where a column is null or blank. */
    public Optional<List<String>> of(Row row) {
        List<String> values = new ArrayList<>();
        for (var part : parts) {
            var text =
                    part.column() == null
                            ? part.literal()
                            : Value.of(row.value(part.column())).asText();
            if (text == null) {
                return Optional.empty();
            }
            values.add(text);
        }
        return Optional.of(values);
    }

    /**
     * What the columns must hold for a native id.
     *
     * @return the values in the order of {@link #columns}; empty where the id is none of this key
     */
    public Optional<List<String>> valuesOf(String nativeId) {
        var values = NativeId.decode(nativeId).orElse(List.of());
        if (values.size() != parts.size()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            var part = parts.get(i);
            if (part.column() != null) {
                columns.add(values.get(i));
            } else if (!values.get(i).equals(part.literal())) {
                return Optional.empty();
            }
        }
        return Optional.of(columns);
    }

    /** The leading literal, which keeps two maps of one type apart; empty where there is none. */
    public Optional<String> space() {
        return Optional.ofNullable(parts.getFirst().literal());
    }
}
