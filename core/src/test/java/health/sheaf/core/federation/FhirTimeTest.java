package health.sheaf.core.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FhirTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2026-07, 2026-06-30T23:00:00Z, 2026-07-31T23:00:00Z",
        "2026-03-29, 2026-03-29T00:00:00Z, 2026-03-29T23:00:00Z",
        "2026-03-01T10:15:00Z, 2026-03-01T10:15:00Z, 2026-03-01T10:15:01Z",
        "2026-07-01T10:15:00+01:00, 2026-07-01T09:15:00Z, 2026-07-01T09:15:01Z",
        "2026-07-01T10:15:00, 2026-07-01T09:15:00Z, 2026-07-01T09:15:01Z"
    })
    void aTimeCoversItsSpanInLondon(String text, Instant from, Instant until) {
        assertThat(FhirTime.span(text)).contains(new FhirTime.Span(from, until));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01/02/2026",
                "2026-13",
                "2026-02-30",
                "9999-12-31T23:59:60+14:00",
                "292000000",
                "2026-1-1"
            })
    void whatIsNoFhirTimeIsNone(String text) {
        assertThat(FhirTime.span(text)).isEmpty();
    }

    @Test
    void theYearNoughtIsATimeOfItsOwnAndDoesNotOverflow() {
        assertThat(FhirTime.span("0001")).isPresent();
    }
}
