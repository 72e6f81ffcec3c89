package health.sheaf.spi;

import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaintenanceWindowTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    /** 4 July 2026 is a Saturday, in summer time. */
    @ParameterizedTest
    @CsvSource({
        "2026-07-04T01:59:59+01:00, false",
        "2026-07-04T02:00:00+01:00, true",
        "2026-07-04T03:59:59+01:00, true",
        "2026-07-04T04:00:00+01:00, false",
        "2026-07-04T01:30:00Z,      true",
        "2026-07-04T03:30:00Z,      false",
        "2026-07-05T03:00:00+01:00, false"
    })
    void aWindowIsInTheTimeOfItsZone(ZonedDateTime moment, boolean covered) {
        var window =
                new MaintenanceWindow(
                        Set.of(SATURDAY), LocalTime.of(2, 0), LocalTime.of(4, 0), LONDON);

        assertThat(window.covers(moment)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-04T22:29:00+01:00, false",
        "2026-07-04T22:30:00+01:00, true",
        "2026-07-05T00:00:00+01:00, true",
        "2026-07-05T05:59:00+01:00, true",
        "2026-07-05T06:00:00+01:00, false",
        "2026-07-05T23:00:00+01:00, true",
        "2026-07-06T05:00:00+01:00, true",
        "2026-07-04T05:00:00+01:00, false",
        "2026-07-06T23:00:00+01:00, false"
    })
    void aWindowMayGoOverMidnight(ZonedDateTime moment, boolean covered) {
        var window =
                new MaintenanceWindow(
                        Set.of(SATURDAY, SUNDAY), LocalTime.of(22, 30), LocalTime.of(6, 0), LONDON);

        assertThat(window.covers(moment)).isEqualTo(covered);
    }
}
