package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.NhsNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The worked example of {@code docs/map-language.md}. */
final class PatientMapTest {

    static final String MAP =
            """
            from: jdbc
            to: Patient
            key: PAT_NO
            patient: PAT_NO
            absent: ['UNKNOWN', '01/01/1900']
            read: >
              SELECT PAT_NO, NHS_NO, NHS_STAT, SURNAME, FORENAMES, TITLE, SEX, DOB, ADDR1, ADDR2, PCODE, TEL, GP_PRAC, MERGED_TO
              FROM PAS.PATIENT
            superseded: MERGED_TO
            search:
              identifier nhs: NHS_NO
              family: { column: SURNAME, nocase }
              birthdate: DOB
              gender: SEX
            resource:
              identifier:
                - { use: nhs-number, value: NHS_NO | digits | nhs_number, status: NHS_STAT | table(nhs-status) }
                - { system: https://st-elsewhere.nhs.uk/Id/pas, value: PAT_NO }
              name: { use: 'official', family: SURNAME | title, given: FORENAMES | title | split(' '), prefix: TITLE | title }
              gender: SEX | table(sex)
              birthDate: DOB | date(dd/MM/yyyy)
              address: { line: [ADDR1 | trim, ADDR2 | trim], postalCode: PCODE | postcode }
              telecom: { system: 'phone', value: TEL | trim }
              generalPractitioner: { type: 'Organization', identifier: { system: https://fhir.nhs.uk/Id/ods-organization-code, value: GP_PRAC } }
            tables:
              sex: { M: male, F: female, I: other, U: unknown, '9': unknown }
              nhs-status: { '01': number-present-and-verified, '02': number-present-but-not-traced }
            tests:
              - in: { PAT_NO: '123', NHS_NO: '999 000 4951', SURNAME: "O'BRIEN", SEX: F, DOB: 01/02/1950 }
                out: { 'identifier[0].value': '9990004951', name.family: "O'Brien", gender: female, birthDate: 1950-02-01 }
              - in: { PAT_NO: '124', SEX: X }
                out: { gender: absent }
                issues: [code-unmapped]
            """;

    private final RowMap map = RowMap.parse(MAP, "patient.map.yaml");
    private final Issues issues = new Issues();

    @Test
    void anUglyRowBecomesAUkCorePatient() {
        var patient =
                mapped(
                        Map.of(
                                "pat_no", "A/7",
                                "nhs_no", "999 000 4951",
                                "nhs_stat", "01",
                                "surname", "O'BRIEN-SMITH ",
                                "forenames", "MARY  JANE",
                                "sex", "F",
                                "dob", "01/02/1950",
                                "pcode", "ls12ab",
                                "addr1", " 1 High St "));

        assertThat(patient.id()).isEqualTo("A.2F7");
        assertThat(patient.patient()).isEqualTo("A.2F7");
        var resource = patient.resource();
        assertThat(resource.values("identifier.value")).containsExactly("9990004951", "A/7");
        assertThat(resource.values("identifier.system"))
                .containsExactly(NhsNumber.SYSTEM, "https://st-elsewhere.nhs.uk/Id/pas");
        assertThat(resource.codings("identifier.extension.valueCodeableConcept"))
                .extracting("code")
                .containsExactly("number-present-and-verified");
        assertThat(resource.value("name.family")).contains("O'Brien-Smith");
        assertThat(resource.values("name.given")).containsExactly("Mary", "Jane");
        assertThat(resource.value("gender")).contains("female");
        assertThat(resource.value("birthDate")).contains("1950-02-01");
        assertThat(resource.value("address.line")).contains("1 High St");
        assertThat(resource.value("address.postalCode")).contains("LS1 2AB");
        assertThat(issues.isEmpty()).isTrue();
    }

    @Test
    void whatIsAbsentLeavesNothingBehind() {
        var row = new HashMap<String, @Nullable Object>();
        row.put("pat_no", "1");
        row.put("surname", "UNKNOWN");
        row.put("dob", "01/01/1900");
        row.put("tel", "   ");
        row.put("sex", null);

        var tree = mapped(row).resource().toTree();

        assertThat(tree.propertyNames()).containsOnly("resourceType", "id", "identifier");
        assertThat(tree.path("identifier").size()).isEqualTo(1);
        assertThat(issues.isEmpty()).isTrue();
    }

    @Test
    void anUnmappedSexKeepsTheSourcesCodeAndIsCounted() {
        var tree = mapped(Map.of("pat_no", "1", "sex", "Q")).resource().toTree();

        assertThat(tree.has("gender")).isFalse();
        var extension = tree.path("_gender").path("extension").path(0);
        assertThat(extension.path("url").asString()).isEqualTo(ElementWriter.SOURCE_CODE);
        assertThat(extension.path("valueString").asString()).isEqualTo("Q");
        assertThat(issues.count(IssueKind.CODE_UNMAPPED)).isEqualTo(1);
    }

    @Test
    void aWrongNhsNumberAndAnImpossibleDateAreNotWritten() {
        var patient = mapped(Map.of("pat_no", "1", "nhs_no", "999 000 4952", "dob", "31/02/1990"));

        assertThat(patient.resource().values("identifier.value")).containsExactly("1");
        assertThat(patient.resource().has("birthDate")).isFalse();
        assertThat(issues.count(IssueKind.VALUE_UNREADABLE)).isEqualTo(2);
        assertThat(issues.counts().keySet())
                .allMatch(issue -> issue.position().file().equals("patient.map.yaml"));
    }

    @Test
    void aMergedPatientSaysSo() {
        assertThat(mapped(Map.of("pat_no", "1", "merged_to", "2")).superseded()).isTrue();
        assertThat(mapped(Map.of("pat_no", "1")).superseded()).isFalse();
    }

    @Test
    void aRowWithoutAKeyIsNobody() {
        assertThat(map.map(List.of(Row.of(Map.of("surname", "X"))), issues)).isEmpty();
    }

    @Test
    void theTestsInTheFilePass() {
        var results = MapTests.run(Yaml.parse(MAP, "patient.map.yaml"), null);

        assertThat(results).hasSize(2);
        assertThat(results).allMatch(TestResult::passed);
    }

    @Test
    void aTestThatFailsNamesItsPlace() {
        var wrong = MAP.replace("gender: female, birthDate", "gender: male, birthDate");

        var failures = new ArrayList<TestResult.Failure>();
        MapTests.run(Yaml.parse(wrong, "p.yaml"), null)
                .forEach(result -> failures.addAll(result.failures()));

        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst().message())
                .isEqualTo("gender: 'male' was expected, 'female' is there");
        var lines = wrong.lines().toList();
        var line = lines.get(failures.getFirst().position().line() - 1);
        assertThat(line.substring(failures.getFirst().position().column() - 1))
                .startsWith("male, birthDate");
    }

    private RowMap.Mapped mapped(Map<String, ? extends @Nullable Object> row) {
        return map.map(List.of(Row.of(row)), issues).orElseThrow();
    }
}
