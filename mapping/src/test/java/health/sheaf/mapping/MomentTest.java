package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source says of an hour is not said better: neither its offset nor its noughts change. */
final class MomentTest {

    private static final RowMap MAP =
            RowMap.parse(
                    """
                    from: jdbc
                    to: Observation
                    key: ID
                    patient: PAT
                    read: SELECT ID, PAT, TAKEN, ISSUED FROM T
                    resource:
                      status: 'final'
                      code: { text: 'Weight' }
                      subject: ref(Patient, PAT)
                      effectiveDateTime: TAKEN
                      issued: ISSUED | datetime
                    """,
                    "moment.map.yaml");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-07-08T20:12:25+00:00",
                "2024-01-08T20:12:25Z",
                "2024-07-08T20:12:25.120+01:00",
                "2024-07-08T20:12:25.000-05:30"
            })
    void aTextAsFhirWritesItStaysAsItIs(String written) {
        assertThat(mapped(written, written)).containsExactly(written, written);
    }

    @Test
    void aTimestampWithZoneGetsTheOffsetOfTheMapsZone() {
        var at = OffsetDateTime.parse("2024-07-08T20:12:25Z");

        assertThat(mapped(at, at))
                .containsExactly("2024-07-08T21:12:25+01:00", "2024-07-08T21:12:25+01:00");
    }

    @Test
    void aTextThatIsNotYetFhirIsWrittenAsFhir() {
        assertThat(mapped("2024-07-08 20:12", "2024-07-08T20:12Z"))
                .containsExactly("2024-07-08T20:12:00+01:00", "2024-07-08T21:12:00+01:00");
    }

    private static List<String> mapped(Object taken, Object issued) {
        var issues = new Issues();
        var row = Row.of(Map.of("ID", "1", "PAT", "7", "TAKEN", taken, "ISSUED", issued));
        var resource = MAP.map(List.of(row), issues).orElseThrow().resource();
        return List.of(
                resource.value("effectiveDateTime").orElse(""),
                resource.value("issued").orElse(""));
    }
}
