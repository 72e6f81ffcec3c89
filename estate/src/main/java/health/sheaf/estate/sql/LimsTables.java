package health.sheaf.estate.sql;

import health.sheaf.estate.people.LabTest;
import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Story.LabRequest;
import java.util.List;

/**
 * The tables of the laboratory: its own test codes, results as the analyser's text with the unit in
 * another column, ranges such as {@code 3.50-5.30}, sexes as 1 and 2.
 */
final class LimsTables {

    static final String SCHEMA =
            """
            CREATE TABLE PATIENT (
              LAB_PID INTEGER PRIMARY KEY, NHSNO VARCHAR(10), HOSPNO VARCHAR(10),
              SURNAME VARCHAR(40), FORENAME VARCHAR(40), DOB CHAR(8), SEX CHAR(1),
              PCODE VARCHAR(8));
            CREATE TABLE REQUEST (
              REQ_NO CHAR(12) PRIMARY KEY, LAB_PID INTEGER, DISCIPLINE CHAR(2),
              COLL_DATE CHAR(12), AUTH_DATE CHAR(12), STATUS CHAR(1), REQ_LOC VARCHAR(20),
              CLIN_DETAILS VARCHAR(200));
            CREATE TABLE RESULT (
              REQ_NO CHAR(12), SEQ INTEGER, TEST_CODE VARCHAR(8), RESULT VARCHAR(120),
              UNITS VARCHAR(20), REF_RANGE VARCHAR(20), FLAG CHAR(2), STATUS CHAR(1),
              COMMENTS VARCHAR(200), PRIMARY KEY (REQ_NO, SEQ));
            CREATE TABLE TESTS (
              TEST_CODE VARCHAR(8) PRIMARY KEY, TEST_NAME VARCHAR(60), SET_CODE CHAR(4));
            """;

    static final String INDEXES =
            """
            CREATE INDEX PAT_NHS ON PATIENT (NHSNO);
            CREATE INDEX REQ_PAT ON REQUEST (LAB_PID);
            """;

    private static final Source SOURCE = Source.PATHOLOGY_LIMS;

    private final Table patients =
            new Table("PATIENT", "LAB_PID NHSNO HOSPNO SURNAME FORENAME DOB SEX PCODE");
    private final Table requests =
            new Table(
                    "REQUEST",
                    "REQ_NO LAB_PID DISCIPLINE COLL_DATE AUTH_DATE STATUS REQ_LOC CLIN_DETAILS");
    private final Table results =
            new Table("RESULT", "REQ_NO SEQ TEST_CODE RESULT UNITS REF_RANGE FLAG STATUS COMMENTS");
    private final Table tests = new Table("TESTS", "TEST_CODE TEST_NAME SET_CODE");
    private final boolean tainted;

    private LimsTables(boolean tainted) {
        this.tainted = tainted;
    }

    static List<Table> of(Population population, boolean tainted) {
        var tables = new LimsTables(tainted);
        for (var test : LabTest.values()) {
            tables.tests.row(test.code(), test.words(), test.set());
        }
        for (var person : population.knownTo(SOURCE)) {
            tables.patient(person);
            for (var request : population.story(person).laboratory()) {
                tables.request(person, request);
            }
        }
        return List.of(tables.patients, tables.requests, tables.results, tables.tests);
    }

    private void patient(Person person) {
        patients.row(
                person.localNumber(SOURCE),
                person.nhsNumber(),
                person.isKnownTo(Source.INFIRMARY_PAS)
                        ? person.localNumber(Source.INFIRMARY_PAS)
                        : null,
                Words.capitals(person.family()),
                Words.capitals(person.given().getFirst()),
                person.born().format(Words.COMPACT_DAY),
                switch (person.gender()) {
                    case "male" -> "1";
                    case "female" -> "2";
                    case String other -> "9";
                },
                person.home().postcode());
    }

    private void request(Person person, LabRequest request) {
        requests.row(
                request.number(),
                person.localNumber(SOURCE),
                request.discipline(),
                request.collected().format(Words.COMPACT_TIME),
                request.authorised().format(Words.COMPACT_TIME),
                "F",
                person.isKnownTo(Source.RIVERSIDE_GP) ? Source.RIVERSIDE_GP.ods() : "WARD",
                clinical(request.details(), person, "REQUEST.CLIN_DETAILS." + request.number()));
        int sequence = 0;
        for (var value : request.values()) {
            sequence++;
            var test = value.test();
            var comment =
                    tainted || value.flag() != null
                            ? clinical(
                                    "Checked",
                                    person,
                                    "RESULT.COMMENTS.%s-%d".formatted(request.number(), sequence))
                            : null;
            boolean words = test == LabTest.MSU;
            results.row(
                    request.number(),
                    Integer.toString(sequence),
                    test.code(),
                    words
                            ? clinical(
                                    value.value(),
                                    person,
                                    "RESULT.RESULT.%s-%d".formatted(request.number(), sequence))
                            : value.value(),
                    test.units().isEmpty() ? null : test.units(),
                    test.range().isEmpty() ? null : test.range(),
                    value.flag(),
                    "F",
                    comment);
        }
    }

    private String clinical(String text, Person person, String field) {
        return Words.clinical(text, tainted, person.position(), SOURCE, field);
    }
}
