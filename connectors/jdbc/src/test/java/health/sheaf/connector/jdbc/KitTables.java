package health.sheaf.connector.jdbc;

import health.sheaf.kit.ExactJson;
import health.sheaf.kit.SharedPatients;
import health.sheaf.kit.SharedResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The ten shared patients in tables as hospitals have them: the inverse of the test's maps. */
final class KitTables {

    static final List<String> MAPS =
            List.of(
                    "maps/patient.map.yaml",
                    "maps/allergy.map.yaml",
                    "maps/problem.map.yaml",
                    "maps/medication.map.yaml",
                    "maps/result.map.yaml",
                    "maps/encounter.map.yaml",
                    "maps/practitioner.map.yaml",
                    "maps/organisation.map.yaml",
                    "maps/location.map.yaml");

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final DateTimeFormatter UK = DateTimeFormatter.ofPattern("dd/MM/yyyy");

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE PAS_PATIENT (PAT_NO VARCHAR(40) PRIMARY KEY, NHS_NO VARCHAR(20),"
                            + " HOSP_NO VARCHAR(20), SURNAME VARCHAR(120), FORENAMES VARCHAR(120),"
                            + " TITLE VARCHAR(10), SEX CHAR(3), DOB VARCHAR(10), ADDR1 VARCHAR(120),"
                            + " TOWN VARCHAR(120), PCODE VARCHAR(10), VER INT, MERGED_TO VARCHAR(40))",
                    "CREATE TABLE ALLERGY (ALG_ID VARCHAR(40) PRIMARY KEY, PAT_NO VARCHAR(40),"
                            + " AGENT VARCHAR(20), AGENT_TERM VARCHAR(200), STATUS CHAR(1), VERIF"
                            + " CHAR(1), CAT VARCHAR(4), CRIT CHAR(1), RECORDED TIMESTAMP NULL,"
                            + " STAFF_ID VARCHAR(40), VER INT)",
                    "CREATE TABLE PROBLEM (PROB_ID VARCHAR(40) PRIMARY KEY, PAT_NO VARCHAR(40),"
                            + " CODE VARCHAR(20), SCHEME CHAR(3), TERM VARCHAR(200), STATUS"
                            + " VARCHAR(12), VERIF VARCHAR(20), CAT CHAR(2), ONSET VARCHAR(10),"
                            + " RECORDED DATE, VER INT)",
                    "CREATE TABLE MEDS (MED_ID VARCHAR(40) PRIMARY KEY, PAT_NO VARCHAR(40), DRUG"
                            + " VARCHAR(20), DRUG_TERM VARCHAR(200), STATUS CHAR(1), AUTHORED TIMESTAMP"
                            + " NULL, DOSE VARCHAR(200), STAFF_ID VARCHAR(40), VER INT)",
                    "CREATE TABLE RESULT (RES_ID VARCHAR(40) PRIMARY KEY, PAT_NO VARCHAR(40), TEST"
                            + " VARCHAR(20), SCHEME CHAR(3), TEST_NAME VARCHAR(200), CAT VARCHAR(12),"
                            + " STATUS CHAR(1), RES_VALUE VARCHAR(60), UNITS VARCHAR(20), TAKEN"
                            + " TIMESTAMP NULL, ORG_ID VARCHAR(40), VER INT)",
                    "CREATE TABLE EPISODE (PAT_NO VARCHAR(40), EP_NO INT, STATUS CHAR(1), CLASS"
                            + " CHAR(1), ADMITTED TIMESTAMP NULL, DISCHARGED TIMESTAMP NULL, STAFF_ID"
                            + " VARCHAR(40), LOC_ID VARCHAR(40), ORG_ID VARCHAR(40), VER INT, PRIMARY"
                            + " KEY (PAT_NO, EP_NO))",
                    "CREATE TABLE STAFF (STAFF_ID VARCHAR(40) PRIMARY KEY, SURNAME VARCHAR(120),"
                            + " FORENAME VARCHAR(120), GMC VARCHAR(10))",
                    "CREATE TABLE ORG (ORG_ID VARCHAR(40) PRIMARY KEY, NAME VARCHAR(120), ODS"
                            + " VARCHAR(10))",
                    "CREATE TABLE LOCN (LOC_ID VARCHAR(40) PRIMARY KEY, NAME VARCHAR(120), ORG_ID"
                            + " VARCHAR(40))");

    private final Connection connection;

    private KitTables(Connection connection) {
        this.connection = connection;
    }

    /** Makes and fills the tables. */
    static void fill(Connection connection) throws SQLException {
        var tables = new KitTables(connection);
        try (var statement = connection.createStatement()) {
            for (var sql : TABLES) {
                statement.execute(
                        connection.getMetaData().getURL().startsWith("jdbc:mariadb:")
                                ? sql.replace("TIMESTAMP NULL", "DATETIME(3) NULL")
                                : sql.replace("TIMESTAMP NULL", "TIMESTAMP"));
            }
        }
        for (var patient : SharedPatients.all()) {
            for (var resource : patient.resources()) {
                tables.insert(resource);
            }
        }
        for (var resource : SharedPatients.supporting()) {
            tables.insert(resource);
        }
    }

    /** Encounters have a number within their patient. */
    static String nativeId(SharedResource resource) {
        if (!resource.type().equals("Encounter")) {
            return resource.id();
        }
        int dash = resource.id().indexOf("-encounter-");
        return resource.id().substring(0, dash)
                + ".."
                + resource.id().substring(dash + "-encounter-".length());
    }

    private void insert(SharedResource resource) throws SQLException {
        var tree = resource.tree();
        switch (resource.type()) {
            case "Patient" -> patient(resource.id(), tree);
            case "AllergyIntolerance" -> allergy(resource.id(), tree);
            case "Condition" -> problem(resource.id(), tree);
            case "MedicationRequest" -> medication(resource.id(), tree);
            case "Observation" -> result(resource.id(), tree);
            case "Encounter" -> episode(resource.id(), tree);
            case "Practitioner" ->
                    row(
                            "STAFF",
                            resource.id(),
                            text(tree, "name.family"),
                            text(tree, "name.given"),
                            text(tree, "identifier.value"));
            case "Organization" ->
                    row("ORG", resource.id(), text(tree, "name"), text(tree, "identifier.value"));
            case "Location" ->
                    row(
                            "LOCN",
                            resource.id(),
                            text(tree, "name"),
                            reference(tree, "managingOrganization"));
            default -> {}
        }
    }

    private void patient(String id, JsonNode tree) throws SQLException {
        var name = ExactJson.objects(tree, "name").getFirst();
        var number =
                ExactJson.objects(tree, "identifier").stream()
                        .filter(one -> one.path("system").asString("").endsWith("nhs-number"))
                        .map(one -> one.path("value").asString())
                        .map(n ->
                                n.substring(0, 3) + " " + n.substring(3, 6) + " " + n.substring(6))
                        .findFirst()
                        .orElse(null);
        var postcode = text(ExactJson.objects(tree, "address").getFirst(), "postalCode");
        row(
                "PAS_PATIENT",
                id,
                number,
                "H" + id,
                text(name, "family") + "   ",
                String.join(" ", ExactJson.values(name, "given")),
                text(name, "prefix"),
                Map.of("male", "M", "female", "F").get(text(tree, "gender")),
                LocalDate.parse(text(tree, "birthDate") + "").format(UK),
                "1 Example Street",
                text(tree, "address.city"),
                postcode == null
                        ? null
                        : postcode.replace(" ", "").toLowerCase(java.util.Locale.UK),
                version(tree),
                null);
    }

    private void allergy(String id, JsonNode tree) throws SQLException {
        row(
                "ALLERGY",
                id,
                reference(tree, "patient"),
                text(tree, "code.coding.code"),
                text(tree, "code.coding.display"),
                code(tree, "clinicalStatus.coding.code", Map.of("active", "A", "inactive", "I")),
                code(
                        tree,
                        "verificationStatus.coding.code",
                        Map.of("confirmed", "C", "entered-in-error", "X")),
                code(tree, "category", Map.of("medication", "D", "food", "F")),
                code(tree, "criticality", Map.of("high", "H", "low", "L")),
                moment(text(tree, "recordedDate")),
                reference(tree, "recorder"),
                version(tree));
    }

    private void problem(String id, JsonNode tree) throws SQLException {
        var onset = text(tree, "onsetDateTime");
        row(
                "PROBLEM",
                id,
                reference(tree, "subject"),
                text(tree, "code.coding.code"),
                "http://snomed.info/sct".equals(text(tree, "code.coding.system")) ? "SCT" : "LOC",
                text(tree, "code.coding.display"),
                upper(text(tree, "clinicalStatus.coding.code")),
                text(tree, "verificationStatus.coding.code"),
                code(
                        tree,
                        "category.coding.code",
                        Map.of("problem-list-item", "PL", "encounter-diagnosis", "ED")),
                onset == null ? null : ukDate(onset),
                day(text(tree, "recordedDate")),
                version(tree));
    }

    private void medication(String id, JsonNode tree) throws SQLException {
        var reference = text(tree, "medicationReference.reference");
        var coded =
                reference == null
                        ? tree.path("medicationCodeableConcept")
                        : medicationCode(tree, reference);
        row(
                "MEDS",
                id,
                reference(tree, "subject"),
                text(coded, "coding.code"),
                text(coded, "coding.display"),
                code(
                        tree,
                        "status",
                        Map.of("active", "A", "stopped", "S", "entered-in-error", "X")),
                moment(text(tree, "authoredOn")),
                text(tree, "dosageInstruction.text"),
                reference(tree, "requester"),
                version(tree));
    }

    private static JsonNode medicationCode(JsonNode tree, String reference) {
        if (reference.startsWith("#")) {
            return ExactJson.objects(tree, "contained").getFirst().path("code");
        }
        return SharedPatients.supporting().stream()
                .filter(resource -> resource.reference().equals(reference))
                .findFirst()
                .orElseThrow()
                .tree()
                .path("code");
    }

    private void result(String id, JsonNode tree) throws SQLException {
        row(
                "RESULT",
                id,
                reference(tree, "subject"),
                text(tree, "code.coding.code"),
                "http://snomed.info/sct".equals(text(tree, "code.coding.system")) ? "SCT" : "LOC",
                text(tree, "code.coding.display"),
                upper(text(tree, "category.coding.code")),
                code(
                        tree,
                        "status",
                        Map.of("final", "F", "preliminary", "P", "entered-in-error", "X")),
                text(tree, "valueQuantity.value"),
                text(tree, "valueQuantity.unit"),
                moment(text(tree, "effectiveDateTime")),
                reference(tree, "performer"),
                version(tree));
    }

    private void episode(String id, JsonNode tree) throws SQLException {
        row(
                "EPISODE",
                reference(tree, "subject"),
                Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)),
                code(tree, "status", Map.of("finished", "F", "in-progress", "I")),
                code(tree, "class.code", Map.of("EMER", "E", "IMP", "I", "AMB", "O")),
                moment(text(tree, "period.start")),
                moment(text(tree, "period.end")),
                reference(tree, "participant.individual"),
                reference(tree, "location.location"),
                reference(tree, "serviceProvider"),
                version(tree));
    }

    private void row(String table, @Nullable Object... values) throws SQLException {
        var places = String.join(", ", Collections.nCopies(values.length, "?"));
        try (var statement =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static Integer version(JsonNode tree) {
        var version = text(tree, "meta.versionId");
        return version == null ? 1 : Integer.valueOf(version);
    }

    private static @Nullable String code(JsonNode tree, String path, Map<String, String> codes) {
        var value = text(tree, path);
        return value == null ? null : codes.get(value);
    }

    private static @Nullable String text(JsonNode tree, String path) {
        var values = ExactJson.values(tree, path);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(java.util.Locale.UK);
    }

    private static @Nullable String reference(JsonNode tree, String path) {
        var values = new ArrayList<>(ExactJson.values(tree, path + ".reference"));
        return values.isEmpty() ? null : values.getFirst().replaceFirst("^[A-Za-z]+/", "");
    }

    private static @Nullable LocalDate day(@Nullable String iso) {
        return iso == null ? null : LocalDate.parse(iso.substring(0, 10));
    }

    private static String ukDate(String iso) {
        return switch (iso.length()) {
            case 4 -> iso;
            case 7 -> iso.substring(5) + "/" + iso.substring(0, 4);
            default -> LocalDate.parse(iso.substring(0, 10)).format(UK);
        };
    }

    private static @Nullable LocalDateTime moment(@Nullable String iso) {
        if (iso == null) {
            return null;
        }
        return iso.length() == 10
                ? LocalDate.parse(iso).atStartOfDay()
                : OffsetDateTime.parse(iso).atZoneSameInstant(LONDON).toLocalDateTime();
    }
}
