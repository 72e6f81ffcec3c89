package health.sheaf.mapping.edifact;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** The dates of EDIFACT: digits, and a code that says which (2379). */
final class DateTimes {

    private static final DateTimeFormatter DAY = strict("uuuuMMdd");
    private static final DateTimeFormatter MINUTE = strict("uuuuMMddHHmm");
    private static final DateTimeFormatter SECOND = strict("uuuuMMddHHmmss");
    private static final DateTimeFormatter MONTH = strict("uuuuMM");

    private DateTimes() {}

    /** Whether the digits are what the code says. What is empty is absent, not unreadable. */
    static boolean readable(String digits, String format) {
        if (digits.isBlank()) {
            return true;
        }
        try {
            return switch (format) {
                case "102" -> LocalDate.parse(digits, DAY).getYear() > 0;
                case "203", "306" -> LocalDateTime.parse(digits, MINUTE).getYear() > 0;
                case "204" -> LocalDateTime.parse(digits, SECOND).getYear() > 0;
                case "610" -> YearMonth.parse(digits, MONTH).getYear() > 0;
                case "602" -> digits.matches("[0-9]{4}");
                case String other -> false;
            };
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }
}
