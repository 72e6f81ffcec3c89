package health.sheaf.mapping;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One row of a source's answer. */
@FunctionalInterface
public interface Row {

    /**
     * What a column holds.
     *
     * @param column its name, without regard to case
     * @return a {@code String}, {@code BigDecimal}, {@code Boolean}, {@code LocalDate}, {@code
     *     LocalDateTime}, {@code OffsetDateTime}, {@code LocalTime} or {@code byte[]}; {@code null}
     *     where it is null or where there is no such column
     */
    @Nullable Object value(String column);

    /** A row of texts, as tests write them. */
    static Row of(Map<String, ? extends @Nullable Object> columns) {
        var copy = new TreeMap<String, @Nullable Object>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(columns);
        return copy::get;
    }
}
