package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.Resource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What leaves make of rows. */
final class MappingTest {

    private static final String HEAD =
            """
            from: jdbc
            to: Observation
            key: ID
            patient: PAT
            read: SELECT * FROM RESULT
            tables:
              tests: { K: '1' }
              units: { mm: 'mm[Hg]' }
              status: { F: final }
            resource:
              status: S | table(status) | default('final')
              code: { text: 'x' }
              subject: ref(Patient, PAT)
            """;

    private final Issues issues = new Issues();

    @Test
    void decimalsKeepTheirDigits() {
        assertThat(one("valueQuantity: V | unit(U, ucum)", Map.of("V", "4.10", "U", "mmol/l")))
                .satisfies(observation -> {
                    assertThat(observation.value("valueQuantity.value")).contains("4.10");
                    assertThat(observation.value("valueQuantity.unit")).contains("mmol/l");
                    assertThat(observation.value("valueQuantity.code")).contains("mmol/L");
                });
        var number =
                one(
                        "valueQuantity: V | unit('g/L', ucum)",
                        Map.of("V", new BigDecimal("12345678901234567890.10")));
        assertThat(number.value("valueQuantity.value")).contains("12345678901234567890.10");
    }

    @Test
    void aChoiceElementTakesItsTypeFromTheValue() {
        var line = "value: (V | unit(U, ucum)) ?? V";

        var measured = one(line, Map.of("V", "<5", "U", "mg/L"));
        assertThat(measured.value("valueQuantity.comparator")).contains("<");
        assertThat(one(line, Map.of("V", "POSITIVE")).value("valueString")).contains("POSITIVE");
        assertThat(issues.isEmpty()).isTrue();
    }

    @Test
    void aUnitNobodyKnowsStaysWords() {
        var quantity = one("valueQuantity: V | unit(U, ucum)", Map.of("V", "1", "U", "dollops"));

        assertThat(quantity.value("valueQuantity.unit")).contains("dollops");
        assertThat(quantity.has("valueQuantity.code")).isFalse();
        assertThat(quantity.has("valueQuantity.system")).isFalse();
    }

    @Test
    void rangesAreReadOrKeptAsWords() {
        var line = "referenceRange: R | range(U, ucum)";

        var between = one(line, Map.of("R", "3.5-5.3", "U", "mmol/L"));
        assertThat(between.value("referenceRange.low.value")).contains("3.5");
        assertThat(between.value("referenceRange.high.value")).contains("5.3");
        assertThat(one(line, Map.of("R", ">=10")).value("referenceRange.low.value")).contains("10");
        assertThat(one(line, Map.of("R", "see note")).value("referenceRange.text"))
                .contains("see note");
    }

    @Test
    void timesHaveTheZoneOfTheirDay() {
        var line = "effectiveDateTime: T | datetime(dd/MM/yyyy HH:mm)";

        assertThat(one(line, Map.of("T", "01/07/2024 09:30")).value("effectiveDateTime"))
                .contains("2024-07-01T09:30:00+01:00");
        assertThat(one(line, Map.of("T", "01/01/2024 09:30")).value("effectiveDateTime"))
                .contains("2024-01-01T09:30:00Z");
        assertThat(issues.isEmpty()).isTrue();
    }

    @Test
    void anHourThatHappensTwiceIsSaidToBeUnclear() {
        one(
                "effectiveDateTime: T | datetime",
                Map.of("T", LocalDateTime.parse("2024-10-27T01:30")));

        assertThat(issues.count(IssueKind.TIME_AMBIGUOUS)).isEqualTo(1);
    }

    @Test
    void nativeColumnsNeedNoFormat() {
        assertThat(
                        one("effectiveDateTime: T", Map.of("T", LocalDate.parse("2024-02-29")))
                                .value("effectiveDateTime"))
                .contains("2024-02-29");
        assertThat(
                        one(
                                        "issued: T | datetime",
                                        Map.of("T", OffsetDateTime.parse("2024-07-01T00:00:00Z")))
                                .value("issued"))
                .contains("2024-07-01T01:00:00+01:00");
    }

    @Test
    void partialDatesKeepTheirPrecision() {
        var line = "effectiveDateTime: T | date(dd/MM/yyyy, MM/yyyy, yyyy)";

        assertThat(one(line, Map.of("T", "03/1998")).value("effectiveDateTime"))
                .contains("1998-03");
        assertThat(one(line, Map.of("T", "1998")).value("effectiveDateTime")).contains("1998");
    }

    @Test
    void aLocalCodeThatLooksLikeSnomedStaysLocal() {
        var observation =
                one(
                        "method: M | concept(local=https://lab.example/m, display=D)",
                        Map.of("M", "27113001", "D", "Dipstick"));

        assertThat(observation.codings("method"))
                .singleElement()
                .satisfies(coding -> {
                    assertThat(coding.system()).isEqualTo("https://lab.example/m");
                    assertThat(coding.display()).isEqualTo("Dipstick");
                });
        assertThat(observation.value("method.text")).contains("Dipstick");
    }

    @Test
    void partsOfAColumnAreRepeated() {
        var observation =
                one(
                        "note:\n    each: N | split(';')\n    item: { text: it }",
                        Map.of("N", "one; two;;three "));

        assertThat(observation.values("note.text")).containsExactly("one", "two", "three");
    }

    @Test
    void joinedRowsBecomeOneResource() {
        var map = map("hasMember:\n    each: row\n    item: ref(Observation, LINE)");
        assertThat(map.grouped()).isTrue();

        var observation =
                mapped(
                        map,
                        List.of(
                                Map.of("ID", "1", "PAT", "p", "LINE", "a"),
                                Map.of("ID", "1", "PAT", "p", "LINE", "b"),
                                Map.of("ID", "1", "PAT", "p", "LINE", "a")));

        assertThat(observation.values("hasMember.reference"))
                .containsExactly("Observation/a", "Observation/b");
    }

    @Test
    void whatIsRequiredAndMissingIsSaidToBeAbsent() {
        var map = map("note: { text: A, time: T }");
        var observation =
                mapped(map, Map.of("ID", "1", "PAT", "p", "T", LocalDate.parse("2024-01-01")));

        var note = observation.toTree().path("note").path(0);
        assertThat(note.path("_text").path("extension").path(0).path("valueCode").asString())
                .isEqualTo("unknown");
        assertThat(issues.count(IssueKind.REQUIRED_MISSING)).isEqualTo(1);
    }

    @Test
    void aDefaultNeverReplacesAnUnmappedCode() {
        var observation =
                mapped(map("note: { text: 'n' }"), Map.of("ID", "1", "PAT", "p", "S", "Z"));

        assertThat(observation.has("status")).isFalse();
        assertThat(observation.toTree().has("_status")).isTrue();
        assertThat(one("note: { text: 'n' }", Map.of()).value("status")).contains("final");
    }

    @Test
    void keysOfAnyCharactersBecomeIdsAndComeBack() {
        for (var key :
                List.of(
                        List.of("abc-1"),
                        List.of("a.b", "c/d"),
                        List.of("", "x"),
                        List.of("Ünï ☃", "..", "'; DROP"))) {
            var id = NativeId.encode(key);
            assertThat(id).matches("[A-Za-z0-9.-]*");
            assertThat(NativeId.decode(id)).contains(key);
        }
        assertThat(NativeId.encode(List.of("PAT/7"))).isEqualTo("PAT.2F7");
        assertThat(NativeId.encode(List.of("lab", "12"))).isEqualTo("lab..12");
        assertThat(NativeId.decode("a.zz")).isEmpty();
        assertThat(NativeId.decode("a.2")).isEmpty();
        assertThat(NativeId.decode("a.41")).as("no second spelling of an id").isEmpty();
    }

    @Test
    void aNumberMadeToDoHarmIsNotWrittenOut() {
        var bombs =
                new Object[] {
                    "1e1000000000",
                    new BigDecimal("1e1000000000"),
                    new BigDecimal("-1e-1000000000"),
                    "9".repeat(1_000_000),
                    Double.NaN,
                    Double.POSITIVE_INFINITY
                };
        for (var bomb : bombs) {
            for (var line :
                    new String[] {
                        "valueQuantity: V | unit('g/L', ucum)",
                        "valueInteger: V",
                        "valueQuantity: { value: V }",
                        "valueQuantity: V | decimal | unit('g/L', ucum)",
                        "referenceRange: V | range(U, ucum)"
                    }) {
                long start = System.nanoTime();
                var made = one(line, Map.of("V", bomb));

                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(1));
                assertThat(made.value("valueQuantity.value")).isEmpty();
                assertThat(made.value("valueInteger")).isEmpty();
                assertThat(made.value("referenceRange.low.value")).isEmpty();
            }
            assertThat(one("valueString: V", Map.of("V", bomb)).length()).isLessThan(1_001_000);
        }
        assertThat(issues.isEmpty()).isFalse();
    }

    private static RowMap map(String line) {
        return RowMap.parse(HEAD + "  " + line + "\n", "m");
    }

    private Resource one(String line, Map<String, ?> columns) {
        var row = new java.util.HashMap<String, @Nullable Object>(columns);
        row.put("ID", "1");
        row.put("PAT", "p");
        return mapped(map(line), row);
    }

    private Resource mapped(RowMap map, Map<String, ? extends @Nullable Object> row) {
        return mapped(map, List.of(row));
    }

    private Resource mapped(RowMap map, List<Map<String, ? extends @Nullable Object>> rows) {
        List<Row> all = new ArrayList<>();
        rows.forEach(row -> all.add(Row.of(row)));
        return map.map(all, issues).orElseThrow().resource();
    }
}
