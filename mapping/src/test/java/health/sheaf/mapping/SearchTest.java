package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SearchFilter.Comparison;
import health.sheaf.spi.SearchFilter.DateCriterion;
import health.sheaf.spi.SearchFilter.DateFilter;
import health.sheaf.spi.SearchFilter.Token;
import health.sheaf.spi.SearchFilter.TokenFilter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How FHIR conditions become conditions on columns. */
final class SearchTest {

    private static final ColumnTypes TEXT = column -> ColumnTypes.Type.TEXT;
    private static final NhsNumber NUMBER = new NhsNumber("9990004951");

    private static final String MAP =
            """
            from: jdbc
            to: Observation
            key: ['lab', ID]
            patient: PAT
            read: SELECT * FROM RESULT
            tables:
              status: { F: final, C: final, P: preliminary }
            search:
              status: S
              code: CODE
              date: TAKEN
            resource:
              status: S | table(status)
              code: CODE | concept(snomed)
              subject: ref(Patient, PAT)
              effectiveDateTime: TAKEN | DATE
            """;

    private final Search patients = RowMap.parse(PatientMapTest.MAP, "p").search();

    @Test
    void anNhsNumberIsComparedByItsDigits() {
        assertThat(patients.nhsNumber(NUMBER, TEXT, Dialect.POSTGRESQL))
                .contains(
                        new Condition(
                                "regexp_replace(q.NHS_NO, '[^0-9]', '', 'g') IN (?)",
                                List.of("9990004951")));
        assertThat(patients.nhsNumber(NUMBER, column -> ColumnTypes.Type.NUMBER, Dialect.MARIADB))
                .contains(new Condition("q.NHS_NO IN (?)", List.of(new BigDecimal("9990004951"))));
    }

    @Test
    void anNhsNumberStoredAlikeEverywhereUsesTheIndex() {
        var map =
                PatientMapTest.MAP.replace(
                        "identifier nhs: NHS_NO",
                        "identifier nhs: { column: NHS_NO, stored: '### ### ####' }");

        assertThat(RowMap.parse(map, "p").search().nhsNumber(NUMBER, TEXT, Dialect.OTHER))
                .contains(new Condition("q.NHS_NO IN (?)", List.of("999 000 4951")));
    }

    @Test
    void demographicsAskForTheNameWithoutCaseAndTheDayAsItIsWritten() {
        var born = LocalDate.of(1950, 2, 1);
        var condition = patients.demographics("O'Brien", born, TEXT, Dialect.POSTGRESQL);

        assertThat(condition)
                .contains(
                        new Condition(
                                "(LOWER(LOWER(q.SURNAME)) IN (LOWER(?))) AND (TRIM(q.DOB) = ?)",
                                List.of("o'brien", "01/02/1950")));
    }

    @Test
    void aStatusAsksForEveryNativeCodeThatMeansIt() {
        assertThat(
                        observations("datetime")
                                .condition(token("status", null, "final"), TEXT, Dialect.OTHER))
                .contains(new Condition("TRIM(q.S) IN (?, ?)", List.of("F", "C")));
        assertThat(
                        observations("datetime")
                                .condition(token("status", null, "nonsense"), TEXT, Dialect.OTHER))
                .hasValueSatisfying(never -> assertThat(never.isNever()).isTrue());
    }

    @Test
    void aCodeOfAnotherSystemIsNotAskedFor() {
        var search = observations("datetime");

        assertThat(search.condition(token("code", "http://loinc.org", "1"), TEXT, Dialect.OTHER))
                .hasValueSatisfying(never -> assertThat(never.isNever()).isTrue());
        assertThat(
                        search.condition(
                                token("code", "http://snomed.info/sct", "1"), TEXT, Dialect.OTHER))
                .contains(new Condition("TRIM(q.CODE) IN (?)", List.of("1")));
    }

    @Test
    void hostileValuesAreBoundAndNeverSpliced() {
        for (var hostile :
                List.of("' OR 1=1 --", "\\'; DROP TABLE X; --", "/* */", "’ OR ’1’=’1", "%_")) {
            var condition =
                    observations("datetime")
                            .condition(token("code", null, hostile), TEXT, Dialect.MARIADB)
                            .orElseThrow();
            assertThat(condition.sql()).isEqualTo("TRIM(q.CODE) IN (?)");
            assertThat(condition.binds()).isEqualTo(List.of(hostile));
        }
    }

    @Test
    void textDatesThatDoNotSortAreNotPushedDown() {
        var search = observations("date(dd/MM/yyyy)");

        assertThat(search.parameters()).doesNotContain("date").contains("status", "code", "_id");
        assertThat(search.condition(date(Comparison.GE), TEXT, Dialect.OTHER)).isEmpty();
    }

    @Test
    void nativeDatesArePushedDownWithRoomForTimeZones() {
        var search = observations("datetime");

        assertThat(search.parameters()).contains("date");
        assertThat(
                        search.condition(
                                date(Comparison.GE),
                                column -> ColumnTypes.Type.DATE,
                                Dialect.OTHER))
                .contains(new Condition("q.TAKEN >= ?", List.of(LocalDate.of(2024, 5, 31))));
    }

    @Test
    void aMapThatHasNoConditionForAParameterLeavesItToTheEngine() {
        assertThat(
                        observations("datetime")
                                .condition(token("category", null, "x"), TEXT, Dialect.OTHER))
                .isEmpty();
    }

    @Test
    void anIdAsksForItsKeyAndOnlyForItsOwnSpace() {
        var search = observations("datetime");

        assertThat(
                        search.condition(
                                token("_id", null, "lab..7"),
                                column -> ColumnTypes.Type.NUMBER,
                                Dialect.OTHER))
                .contains(new Condition("q.ID = ?", List.of(new BigDecimal("7"))));
        assertThat(search.condition(token("_id", null, "vitals..7"), TEXT, Dialect.OTHER))
                .hasValueSatisfying(never -> assertThat(never.isNever()).isTrue());
        assertThat(
                        search.condition(
                                token("_id", null, "lab..7x"),
                                column -> ColumnTypes.Type.NUMBER,
                                Dialect.OTHER))
                .hasValueSatisfying(never -> assertThat(never.isNever()).isTrue());
    }

    @Test
    void whatTheDatabaseLetThroughIsCheckedAgain() {
        var map = RowMap.parse(MAP.replace("DATE\n", "datetime\n"), "m");
        var resource =
                map.map(
                                List.of(
                                        Row.of(
                                                Map.of(
                                                        "ID",
                                                        "1",
                                                        "PAT",
                                                        "p",
                                                        "S",
                                                        "F",
                                                        "CODE",
                                                        "AbC",
                                                        "TAKEN",
                                                        LocalDate.of(2024, 6, 1)))),
                                new Issues())
                        .orElseThrow()
                        .resource();

        assertThat(map.search().keeps(token("code", null, "AbC"), resource)).isTrue();
        assertThat(map.search().keeps(token("code", null, "ABC"), resource)).isFalse();
        assertThat(map.search().keeps(date(Comparison.GE), resource)).isTrue();
        assertThat(map.search().keeps(date(Comparison.LT), resource)).isFalse();
    }

    @Test
    void anElementWithTwoCodesCannotBePushedDownOnOneOfThem() {
        var map =
                MAP.replace("DATE\n", "datetime\n")
                        .replace(
                                "code: CODE | concept(snomed)\n",
                                """
                                code:
                                    coding: [CODE | concept(snomed), OTHER | concept(loinc)]
                                """);

        assertThatThrownBy(() -> RowMap.parse(map, "m"))
                .hasMessageContaining("a condition on one column would miss the other");
    }

    private static Search observations(String date) {
        return RowMap.parse(MAP.replace("DATE\n", date + "\n"), "m").search();
    }

    private static TokenFilter token(
            String parameter, @org.jspecify.annotations.Nullable String system, String code) {
        return new TokenFilter("Observation", parameter, List.of(new Token(system, code)));
    }

    private static DateFilter date(Comparison comparison) {
        return new DateFilter(
                "Observation",
                "date",
                List.of(
                        new DateCriterion(
                                comparison,
                                "2024-06-01",
                                Instant.parse("2024-05-31T23:00:00Z"),
                                Instant.parse("2024-06-01T23:00:00Z"))));
    }
}
