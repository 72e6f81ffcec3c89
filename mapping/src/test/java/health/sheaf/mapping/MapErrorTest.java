package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.DefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a map is said when it is loaded, with its place and a suggestion. */
final class MapErrorTest {

    private static final String MAP =
            """
            from: jdbc
            to: Observation
            key: ID
            patient: PAT
            read: SELECT * FROM RESULT
            resource:
              status: 'final'
              code: TEST | concept(snomed)
              subject: ref(Patient, PAT)
              LINE
            tables:
              flags: { H: high, L: low }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    isued: T | datetime ~ m:10:3: R4 has no element 'isued' in Observation; did you mean 'issued'?
                    value: X | concept(snomde) ~ m:10:22: 'snomde' is no code system
                    interpretation: F | tble(flags) ~ m:10:23: there is no function 'tble'; did you mean 'table'?
                    interpretation: { text: F | table(flag) } ~ m:10:37: there is no table 'flag'; did you mean 'flags'?
                    issued: [T | datetime] ~ m:10:11: 'issued' does not repeat: no list here
                    issued: T | unit(U, ucum) ~ m:10:11: 'issued' is instant, and this gives a quantity
                    note: { time: T } ~ m:10:9: Annotation needs 'text', and it is not set
                    note: { text: it } ~ m:10:17: 'it' has a meaning under 'item:' of an 'each:' only
                    effectiveDateTime: T | date(dd/MM/yy) ~ m:10:31: a year of two digits would be guessed
                    effectiveDateTime: T | date(hello) ~ m:10:31: 'hello' is no date format
                    focus: ref(Pateint, X) ~ m:10:14: 'Pateint' is no resource type; did you mean 'Patient'?
                    focus: ref(Patient, X;Y) ~ m:10:23: the name of a column is needed here
                    valueString: A;B ~ m:10:17: ';B' is not understood here
                    id: X ~ m:10:3: 'id' is not set by a map
                    """)
    void aWrongLeafIsNamedWithItsPlace(String line, String message) {
        assertThatThrownBy(() -> RowMap.parse(MAP.replace("LINE", line.strip()), "m"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(message.strip());
    }

    @Test
    void aCodeWithoutQuotesIsNotTakenForAColumn() {
        var wrong = MAP.replace("status: 'final'", "status: final").replace("  LINE\n", "");

        assertThatThrownBy(() -> RowMap.parse(wrong, "m"))
                .hasMessage(
                        "m:7:11: this reads a column of that name; the code is written in quotes:"
                                + " 'final'");
    }

    @Test
    void aCodeThatIsNoneIsRefused() {
        var wrong = MAP.replace("'final'", "'finel'").replace("  LINE\n", "");

        assertThatThrownBy(() -> RowMap.parse(wrong, "m"))
                .hasMessage(
                        "m:7:11: 'finel' is no code of Observation.status; did you mean 'final'?");
    }

    @Test
    void aRequiredElementMayNotBeMissing() {
        var wrong = MAP.replace("  status: 'final'\n", "").replace("  LINE\n", "");

        assertThatThrownBy(() -> RowMap.parse(wrong, "m"))
                .hasMessageContaining("Observation needs 'status', and it is not set");
    }

    @Test
    void aResourceWithoutASubjectCouldBeAnybodys() {
        var wrong = MAP.replace("  subject: ref(Patient, PAT)\n", "").replace("  LINE\n", "");

        assertThatThrownBy(() -> RowMap.parse(wrong, "m"))
                .hasMessageContaining("Observation needs 'subject'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    DELETE FROM RESULT ~ 'read' must be a SELECT
                    SELECT 1; DROP TABLE RESULT ~ one SELECT; nothing may follow ';'
                    SELECT * FROM RESULT WHERE ID = ? ~ parameters are written :patient or :key, not ?
                    SELECT * FROM RESULT WHERE ID = :name ~ there is no parameter ':name'
                    SELECT 'x FROM RESULT ~ a quote in the SQL is not closed
                    """)
    void sqlThatIsMoreThanOneQuestionIsRefused(String sql, String message) {
        var wrong = MAP.replace("SELECT * FROM RESULT", sql.strip()).replace("  LINE\n", "");

        assertThatThrownBy(() -> RowMap.parse(wrong.replace("read: ", "read: >-\n  "), "m"))
                .hasMessageContaining(message.strip());
    }

    @Test
    void aNameThatIsSqlIsNoColumn() {
        var wrong = MAP.replace("key: ID", "key: \"ID FROM X\"").replace("  LINE\n", "");
        assertThatThrownBy(() -> RowMap.parse(wrong, "m"))
                .hasMessageContaining("'key' needs a column");

        var injected =
                MAP.replace("patient: PAT\n", "patient: PAT) OR (1=1\n").replace("  LINE\n", "");
        assertThatThrownBy(() -> RowMap.parse(injected, "m"))
                .hasMessageContaining("the name of a column is needed here");
    }

    @Test
    void colonsInStringsAndCastsAreNoParameters() {
        assertThatCode(() ->
                        RowMap.parse(
                                MAP.replace("  LINE\n", "")
                                        .replace(
                                                "read: SELECT * FROM RESULT",
                                                "read: >-\n  SELECT ID::text, ':x' AS A /* :y */"
                                                        + " FROM RESULT WHERE P = :patient -- ?"),
                                "m"))
                .doesNotThrowAnyException();
    }

    @Test
    void aMisspeltUkCoreExtensionIsAnError() {
        var line =
                "extension: { url:"
                        + " https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSx,"
                        + " valueString: X }";

        assertThatThrownBy(() -> RowMap.parse(MAP.replace("LINE", line), "m"))
                .hasMessageContaining("UK Core has no such extension; did you mean")
                .hasMessageContaining("Extension-UKCore-BirthSex");
    }

    @Test
    void anchorsAreRefused() {
        assertThatThrownBy(() -> RowMap.parse(MAP.replace("LINE", "note: &a { text: X }"), "m"))
                .hasMessageContaining("anchors and aliases are not used here");
    }
}
