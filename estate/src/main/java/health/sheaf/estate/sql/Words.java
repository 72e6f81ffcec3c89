package health.sheaf.estate.sql;

import health.sheaf.estate.people.Source;
import health.sheaf.estate.records.Taint;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How these systems write things down. */
final class Words {

    static final DateTimeFormatter DAY = format("dd/MM/yyyy");
    static final DateTimeFormatter DAY_AND_TIME = format("dd/MM/yyyy HH:mm");
    static final DateTimeFormatter COMPACT_DAY = format("yyyyMMdd");
    static final DateTimeFormatter COMPACT_TIME = format("yyyyMMddHHmm");

    private static final DateTimeFormatter STAMP = format("yyyy-MM-dd HH:mm:ss");

    private Words() {}

    static String stamp(LocalDateTime time) {
        return time.format(STAMP);
    }

    static String capitals(String text) {
        return text.toUpperCase(Locale.UK);
    }

    /** A clinical text, with its token where the region is tainted. */
    static String clinical(
            String text, boolean tainted, int position, Source source, String field) {
        return tainted ? Taint.mark(text, position, source.id(), field) : text;
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }
}
