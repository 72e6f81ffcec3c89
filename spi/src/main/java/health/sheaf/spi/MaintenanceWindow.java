package health.sheaf.spi;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A weekly time in which a source is not asked.
 *
 * @param days the days on which it starts
 * @param from local start
 * @param until local end; before the start: on the next day
 * @param zone the source's time zone
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {

    public MaintenanceWindow {
        days = Set.copyOf(days);
    }

    /** Whether a moment lies in the window. */
    public boolean covers(ZonedDateTime moment) {
        var local = moment.withZoneSameInstant(zone);
        var time = local.toLocalTime();
        if (from.isBefore(until)) {
            return days.contains(local.getDayOfWeek())
                    && !time.isBefore(from)
                    && time.isBefore(until);
        }
        return (days.contains(local.getDayOfWeek()) && !time.isBefore(from))
                || (days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(until));
    }
}
