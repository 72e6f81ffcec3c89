package health.sheaf.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.kit.Behaviour;
import health.sheaf.kit.ConnectorContractTest;
import health.sheaf.kit.SharedPatients;
import health.sheaf.kit.SourceUnderTest;
import health.sheaf.kit.TestAuthority;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit's contract, and what is special about databases, on one of them. */
abstract class DatabaseContractTest extends ConnectorContractTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final List<String> HOSTILE =
            List.of(
                    "' OR '1'='1",
                    "' OR 1=1 -- ",
                    "'; DROP TABLE PAS_PATIENT; --",
                    "/* */ UNION SELECT * FROM STAFF #",
                    "\\' OR 1=1 #",
                    "\\",
                    "’ OR ’1’=’1",
                    "ʼ OR 1=1",
                    "%_",
                    "\"PAT_NO\"",
                    "`PAT_NO`",
                    "?",
                    ":patient",
                    "$1");

    private @Nullable DatabaseSource database;

    abstract DatabaseSource open();

    @Override
    protected final SourceUnderTest start() {
        database = open();
        return database;
    }

    @Override
    protected final boolean has(Behaviour behaviour) {
        return DatabaseSource.has(behaviour) && super.has(behaviour);
    }

    DatabaseSource database() {
        return Objects.requireNonNull(database);
    }

    @Test
    void hostileValuesAreLiteralInEveryParameter() throws SQLException {
        try (var connector = connector(Map.of())) {
            for (var hostile : HOSTILE) {
                assertThat(find(connector, hostile)).as(hostile).isEmpty();
                var byKey = fetch(connector, new PatientKey.Local(hostile, number()), List.of());
                assertThat(fault(byKey, Section.DEMOGRAPHICS))
                        .isEqualTo(FaultCode.PATIENT_NOT_KNOWN);
                assertThat(
                                connector
                                        .patients()
                                        .orElseThrow()
                                        .subjectOf(authority(), "Observation", hostile, deadline()))
                        .isEmpty();
                for (var parameter : List.of("code", "criticality", "category", "_id")) {
                    var filter =
                            new SearchFilter.TokenFilter(
                                    "AllergyIntolerance",
                                    parameter,
                                    List.of(new SearchFilter.Token(null, hostile)));
                    var result = fetch(connector, localKey(), List.of(filter));
                    assertThat(result.outcomes().get(Section.ALLERGIES))
                            .as("%s=%s", parameter, hostile)
                            .isEqualTo(new Outcome.Complete(0));
                }
            }
        }
    }

    @Test
    void aHostileNameFindsItselfAndNobodyElse() throws SQLException {
        int n = 0;
        for (var hostile : HOSTILE) {
            insert("hostile-" + n, hostile);
            n++;
        }
        try (var connector = connector(Map.of())) {
            for (int i = 0; i < HOSTILE.size(); i++) {
                assertThat(find(connector, HOSTILE.get(i))).containsExactly("hostile-" + i);
            }
        } finally {
            update("DELETE FROM PAS_PATIENT WHERE PAT_NO LIKE 'hostile-%'");
        }
    }

    @Test
    void aKeyOfAnyCharactersComesBack() throws SQLException {
        insert("AB/7 x.y", "Slash");
        try (var connector = connector(Map.of())) {
            assertThat(find(connector, "Slash")).containsExactly("AB.2F7.20x.2Ey");
            var result =
                    fetch(connector, new PatientKey.Local("AB.2F7.20x.2Ey", number()), List.of());
            assertThat(result.outcomes().get(Section.DEMOGRAPHICS))
                    .isEqualTo(new Outcome.Complete(1));
        } finally {
            update("DELETE FROM PAS_PATIENT WHERE SURNAME = 'Slash'");
        }
    }

    @Test
    void twoPatientsWithOneNumberAreNotGuessedAt() throws SQLException {
        update("UPDATE PAS_PATIENT SET NHS_NO = '999-070-1008' WHERE PAT_NO = 'kit-p10'");
        try (var connector = connector(Map.of())) {
            var key = SharedPatients.fullest().nationalKey();
            assertThat(fault(fetch(connector, key, List.of()), Section.RESULTS))
                    .isEqualTo(FaultCode.UNEXPECTED_CONTENT);

            update("UPDATE PAS_PATIENT SET MERGED_TO = 'kit-p01' WHERE PAT_NO = 'kit-p10'");
            assertThat(fetch(connector, key, List.of()).outcomes().get(Section.DEMOGRAPHICS))
                    .isEqualTo(new Outcome.Complete(1));
        } finally {
            var number = SharedPatients.emptyChart().nhsNumber().value();
            update(
                    "UPDATE PAS_PATIENT SET MERGED_TO = NULL, NHS_NO = '"
                            + number
                            + "' WHERE PAT_NO = 'kit-p10'");
        }
    }

    @Test
    void aRowOfAnotherPatientRefusesTheWholeAnswer() throws SQLException {
        try (var connector = connector(Map.of("maps", withResults("maps/wrong-join.map.yaml")))) {
            var result = fetch(connector, localKey(), List.of());

            assertThat(result.entries()).isEmpty();
            for (var section : result.outcomes().keySet()) {
                assertThat(fault(result, section)).isEqualTo(FaultCode.WRONG_PATIENT);
            }
        }
    }

    @Test
    void aTableThatDoesNotExistFailsItsSectionAlone() throws SQLException {
        try (var connector = connector(Map.of("maps", withResults("maps/no-table.map.yaml")))) {
            var result = fetch(connector, localKey(), List.of());

            assertThat(fault(result, Section.RESULTS)).isEqualTo(FaultCode.MISCONFIGURED);
            assertThat(result.outcomes().get(Section.ALLERGIES))
                    .isInstanceOf(Outcome.Complete.class);
        }
    }

    @Test
    void numbersOfNumericColumnsKeepTheirScale() throws SQLException {
        update("CREATE TABLE VITALS (ID INT, PAT_NO VARCHAR(40), V DECIMAL(30, 6))");
        update("INSERT INTO VITALS VALUES (1, 'kit-p01', 4.10)");
        try (var connector = connector(Map.of("maps", withResults("maps/vitals.map.yaml")))) {
            var result = fetch(connector, localKey(), List.of());

            assertThat(result.entries())
                    .filteredOn(entry -> entry.resource().type().equals("Observation"))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.origin().nativeId()).isEqualTo("vitals..1");
                        assertThat(entry.resource().value("valueQuantity.value"))
                                .contains("4.100000");
                    });
        } finally {
            update("DROP TABLE VITALS");
        }
    }

    @Test
    void theFreshnessQuerySaysUpToWhenTheDataGo() throws SQLException {
        var known = Map.of("freshness", "SELECT MAX(TAKEN) FROM RESULT");
        try (var connector = connector(known)) {
            assertThat(fetch(connector, localKey(), List.of()).freshness())
                    .isInstanceOf(Freshness.AsOf.class);
        }
        try (var connector = connector(Map.of("freshness", "SELECT MAX(TAKEN) FROM NOWHERE"))) {
            assertThat(fetch(connector, localKey(), List.of()).outcomes().values())
                    .as("data of unknown age do not pass for current")
                    .allMatch(outcome -> outcome instanceof Outcome.Partial);
        }
    }

    static List<String> withResults(String other) {
        return KitTables.MAPS.stream()
                .map(map -> map.equals("maps/result.map.yaml") ? other : map)
                .toList();
    }

    Connector connector(Map<String, ?> settings) {
        return new JdbcConnectorFactory()
                .create(database().definition(settings), database().context());
    }

    static PatientKey localKey() {
        return new PatientKey.Local("kit-p01", number());
    }

    private static health.sheaf.spi.NhsNumber number() {
        return SharedPatients.fullest().nhsNumber();
    }

    static FetchResult fetch(Connector connector, PatientKey key, List<SearchFilter> filters) {
        return connector.fetch(
                authority(),
                new FetchRequest(key, SharedPatients.RESOURCE_TYPES, filters, 1_000),
                deadline());
    }

    private static List<String> find(Connector connector, String family) {
        var query =
                new PatientQuery.ByDemographics(family, null, LocalDate.of(1970, 1, 1), null, null);
        var found = connector.patients().orElseThrow().find(authority(), query, deadline());
        assertThat(found.outcomes().get(Section.DEMOGRAPHICS)).isInstanceOf(Outcome.Complete.class);
        return found.entries().stream().map(entry -> entry.origin().nativeId()).toList();
    }

    private static @Nullable FaultCode fault(FetchResult result, Section section) {
        return result.outcomes().get(section) instanceof Outcome.Failed failed
                ? failed.fault().code()
                : null;
    }

    private static TestAuthority authority() {
        return TestAuthority.directCare();
    }

    private static Deadline deadline() {
        return Deadline.in(PATIENT, System::nanoTime);
    }

    private void insert(String key, String family) throws SQLException {
        try (var connection = database().direct();
                var statement =
                        connection.prepareStatement(
                                "INSERT INTO PAS_PATIENT (PAT_NO, SURNAME, DOB, VER)"
                                        + " VALUES (?, ?, '01/01/1970', 1)")) {
            statement.setString(1, key);
            statement.setString(2, family);
            statement.executeUpdate();
        }
    }

    void update(String sql) throws SQLException {
        try (var connection = database().direct();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
