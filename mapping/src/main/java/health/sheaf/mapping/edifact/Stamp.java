package health.sheaf.mapping.edifact;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * What makes one acknowledgement differ from the next: its control numbers and its time. They come
 * from outside, so that the same stamp gives the same bytes.
 *
 * @param interchange number of the acknowledgement's interchange, 1 to 99,999,999
 * @param message number of its message
 * @param at when, as clocks in the United Kingdom show it
 */
public record Stamp(int interchange, int message, LocalDateTime at) {

    private static final int MOST = 99_999_999;

    public Stamp {
        if (interchange < 1 || interchange > MOST || message < 1 || message > MOST) {
            throw new IllegalArgumentException("control numbers go from 1 to 99999999");
        }
    }

    String at(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).format(at);
    }
}
