package health.sheaf.e2e;

import health.sheaf.kit.ExactJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Charts as a system with tables keeps them: a column with a type for each fact, lines of their own
 * for what repeats, codes in the system's own words. A resource with anything that no column holds
 * is refused, so that a gap in the tables cannot pass for a loss on the way back.
 */
final class ChartTables {

    /**
     * Per table: the columns with type, the leaf or leaves they hold, and what stands before the
     * value there; with {@code -}, what a leaf always says.
     */
    private static final Map<String, Table> TABLES =
            Map.of(
                    "Encounter",
                    table(
                            "encounter",
                            """
                            encounter_id uuid id
                            patient_id uuid subject.reference Patient/
                            patient_name text subject.display
                            class varchar(8) class.code
                            - http://terminology.hl7.org/CodeSystem/v3-ActCode class.system
                            status varchar(20) status
                            type_code varchar(18) type.0.coding.0.code
                            type_term text type.0.coding.0.display,type.0.text
                            - http://snomed.info/sct type.0.coding.0.system
                            started timestamptz period.start,participant.0.period.start
                            ended timestamptz period.end,participant.0.period.end
                            staff_id uuid participant.0.individual.reference Practitioner/
                            staff_name text participant.0.individual.display
                            role_code varchar(8) participant.0.type.0.coding.0.code
                            role_term text participant.0.type.0.coding.0.display,participant.0.type.0.text
                            - http://terminology.hl7.org/CodeSystem/v3-ParticipationType participant.0.type.0.coding.0.system
                            site_id uuid serviceProvider.reference Organization/
                            site_name text serviceProvider.display
                            reason_code varchar(18) reasonCode.0.coding.0.code
                            reason_term text reasonCode.0.coding.0.display
                            - http://snomed.info/sct reasonCode.0.coding.0.system
                            """),
                    "Condition",
                    table(
                            "problem",
                            """
                            problem_id uuid id
                            patient_id uuid subject.reference Patient/
                            encounter_id uuid encounter.reference Encounter/
                            clinical_status varchar(20) clinicalStatus.coding.0.code
                            - http://terminology.hl7.org/CodeSystem/condition-clinical clinicalStatus.coding.0.system
                            verification varchar(20) verificationStatus.coding.0.code
                            - http://terminology.hl7.org/CodeSystem/condition-ver-status verificationStatus.coding.0.system
                            snomed_code varchar(18) code.coding.0.code
                            term text code.coding.0.display,code.text
                            - http://snomed.info/sct code.coding.0.system
                            onset timestamptz onsetDateTime
                            abated timestamptz abatementDateTime
                            recorded timestamptz recordedDate
                            """),
                    "Immunization",
                    table(
                            "vaccination",
                            """
                            vaccination_id uuid id
                            patient_id uuid patient.reference Patient/
                            encounter_id uuid encounter.reference Encounter/
                            status varchar(20) status
                            cvx_code varchar(8) vaccineCode.coding.0.code
                            term text vaccineCode.coding.0.display,vaccineCode.text
                            - http://hl7.org/fhir/sid/cvx vaccineCode.coding.0.system
                            given timestamptz occurrenceDateTime
                            primary_source boolean primarySource
                            """),
                    "AllergyIntolerance",
                    table(
                                    "allergy",
                                    """
                                    allergy_id uuid id
                                    patient_id uuid patient.reference Patient/
                                    clinical_status varchar(20) clinicalStatus.coding.0.code
                                    - http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical clinicalStatus.coding.0.system
                                    verification varchar(20) verificationStatus.coding.0.code
                                    - http://terminology.hl7.org/CodeSystem/allergyintolerance-verification verificationStatus.coding.0.system
                                    kind varchar(12) type
                                    category varchar(12) category.0
                                    criticality varchar(20) criticality
                                    scheme char(3) code.coding.0.system
                                    code varchar(18) code.coding.0.code
                                    term text code.coding.0.display,code.text
                                    recorded timestamptz recordedDate
                                    """)
                            .withLines(
                                    "reaction",
                                    """
                                    snomed_code varchar(18) manifestation.0.coding.0.code
                                    manifestation text manifestation.0.coding.0.display,manifestation.0.text
                                    - http://snomed.info/sct manifestation.0.coding.0.system
                                    severity varchar(8) severity
                                    """),
                    "Procedure",
                    table(
                            "procedure_done",
                            """
                            procedure_id uuid id
                            patient_id uuid subject.reference Patient/
                            encounter_id uuid encounter.reference Encounter/
                            status varchar(20) status
                            snomed_code varchar(18) code.coding.0.code
                            snomed_edition text code.coding.0.version
                            term text code.coding.0.display,code.text
                            - http://snomed.info/sct code.coding.0.system
                            started timestamptz performedPeriod.start
                            ended timestamptz performedPeriod.end
                            problem_id uuid reasonReference.0.reference Condition/
                            problem_term text reasonReference.0.display
                            reason_code varchar(18) reasonCode.0.coding.0.code
                            reason_term text reasonCode.0.coding.0.display,reasonCode.0.text
                            - http://snomed.info/sct reasonCode.0.coding.0.system
                            """),
                    "Observation",
                    table(
                                    "observation",
                                    """
                                    observation_id uuid id
                                    patient_id uuid subject.reference Patient/
                                    encounter_id uuid encounter.reference Encounter/
                                    status varchar(20) status
                                    category varchar(20) category.0.coding.0.code
                                    category_term text category.0.coding.0.display
                                    - http://terminology.hl7.org/CodeSystem/observation-category category.0.coding.0.system
                                    loinc_code varchar(10) code.coding.0.code
                                    term text code.coding.0.display,code.text
                                    - http://loinc.org code.coding.0.system
                                    taken timestamptz effectiveDateTime
                                    issued timestamptz issued
                                    amount numeric valueQuantity.value
                                    unit varchar(30) valueQuantity.unit,valueQuantity.code
                                    - http://unitsofmeasure.org valueQuantity.system
                                    answer_code varchar(18) valueCodeableConcept.coding.0.code
                                    answer text valueCodeableConcept.coding.0.display,valueCodeableConcept.text
                                    - http://snomed.info/sct valueCodeableConcept.coding.0.system
                                    words text valueString
                                    """)
                            .withLines(
                                    "component",
                                    """
                                    loinc_code varchar(10) code.coding.0.code
                                    term text code.coding.0.display,code.text
                                    - http://loinc.org code.coding.0.system
                                    amount numeric valueQuantity.value
                                    unit varchar(30) valueQuantity.unit,valueQuantity.code
                                    - http://unitsofmeasure.org valueQuantity.system
                                    answer_code varchar(18) valueCodeableConcept.coding.0.code
                                    answer text valueCodeableConcept.coding.0.display,valueCodeableConcept.text
                                    - http://loinc.org valueCodeableConcept.coding.0.system
                                    words text valueString
                                    """),
                    "Practitioner",
                    table(
                            "staff",
                            """
                            staff_id uuid id
                            registration varchar(10) identifier.0.value
                            - http://hl7.org/fhir/sid/us-npi identifier.0.system
                            encounters integer extension.0.valueInteger
                            - http://synthetichealth.github.io/synthea/utilization-encounters-extension extension.0.url
                            active boolean active
                            family_name text name.0.family
                            given_name text name.0.given.0
                            title text name.0.prefix.0
                            email text telecom.0.value
                            - email telecom.0.system
                            - work telecom.0.use
                            street text address.0.line.0
                            city text address.0.city
                            county text address.0.state
                            postcode varchar(8) address.0.postalCode
                            - GB address.0.country
                            gender varchar(8) gender
                            """),
                    // The rest of a Patient is kept by the other systems.
                    "Patient",
                    table(
                            "patient",
                            """
                            patient_id uuid id
                            nhs_number char(10) identifier.0.value
                            - https://fhir.nhs.uk/Id/nhs-number identifier.0.system
                            family_name text name.0.family
                            given_name text name.0.given.0
                            middle_name text name.0.given.1
                            - official name.0.use
                            gender varchar(8) gender
                            birth_date date birthDate
                            """));

    /** How the system itself calls the code systems of its allergies. */
    private static final Map<String, String> SCHEMES =
            Map.of(
                    "http://snomed.info/sct",
                    "SCT",
                    "http://www.nlm.nih.gov/research/umls/rxnorm",
                    "RXN");

    private static final List<String> FUNCTIONS =
            List.of(
                    """
                    CREATE FUNCTION written(t timestamptz) RETURNS text LANGUAGE sql STABLE AS
                    $$ SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"') $$
                    """,
                    """
                    CREATE FUNCTION written_ms(t timestamptz) RETURNS text LANGUAGE sql STABLE AS
                    $$ SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"') $$
                    """);

    private ChartTables() {}

    private record Column(String name, String type, List<String> paths, String before) {

        /** Times are kept in UTC, so that no other offset could come back. */
        boolean holds(String value) {
            return value.startsWith(before)
                    && (!type.equals("timestamptz") || value.endsWith("+00:00"));
        }
    }

    private record Table(
            String name,
            List<Column> columns,
            Map<String, String> always,
            String linesAt,
            List<Table> lines) {

        Table withLines(String path, String columns) {
            var key = this.columns.getFirst().name() + " uuid " + KEY + "\nline integer " + LINE;
            return new Table(
                    name,
                    this.columns,
                    always,
                    path,
                    List.of(table(name + "_" + path, key + "\n" + columns)));
        }

        /** A row of what is left of a resource; takes away what its columns hold. */
        Row row(Map<String, String> left) {
            var values = new LinkedHashMap<Column, String>();
            for (var column : columns) {
                var value = left.get(column.paths().getFirst());
                if (value != null && column.holds(value)) {
                    values.put(column, value.substring(column.before().length()));
                    for (var path : column.paths()) {
                        // What does not say the same stays, and with it the whole resource.
                        if (!left.remove(path, value)) {
                            left.put(path + "!", value);
                        }
                    }
                }
            }
            always.forEach((path, value) -> left.remove(path, value));
            return new Row(name, values);
        }
    }

    private record Row(String table, Map<Column, String> values) {}

    private static final String KEY = "(key)";
    private static final String LINE = "(line)";

    private static Table table(String name, String columns) {
        var held = new ArrayList<Column>();
        var always = new HashMap<String, String>();
        for (var line : columns.strip().lines().toList()) {
            var words = line.strip().split(" ");
            if (words[0].equals("-")) {
                always.put(words[2], words[1]);
            } else {
                held.add(
                        new Column(
                                words[0],
                                words[1],
                                Arrays.asList(words[2].split(",")),
                                words.length > 3 ? words[3] : ""));
            }
        }
        return new Table(name, held, always, "", List.of());
    }

    /** Whether the tables hold all that a resource says. */
    static boolean hold(ObjectNode resource) {
        return rows(resource).isPresent();
    }

    /** Makes and fills the tables. */
    static void fill(Connection connection, List<ObjectNode> resources) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : FUNCTIONS) {
                statement.execute(sql);
            }
            for (var table : TABLES.values()) {
                statement.execute(ddl(table));
                for (var lines : table.lines()) {
                    statement.execute(ddl(lines));
                }
            }
        }
        for (var resource : resources) {
            for (var row : rows(resource).orElseThrow()) {
                insert(connection, row);
            }
        }
    }

    private static String ddl(Table table) {
        return "CREATE TABLE %s (%s)"
                .formatted(
                        table.name(),
                        table.columns().stream()
                                .map(column -> column.name() + " " + column.type())
                                .collect(Collectors.joining(", ")));
    }

    private static void insert(Connection connection, Row row) throws SQLException {
        var columns = List.copyOf(row.values().keySet());
        var sql =
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                row.table(),
                                columns.stream()
                                        .map(Column::name)
                                        .collect(Collectors.joining(", ")),
                                columns.stream()
                                        .map(column -> "CAST(? AS " + column.type() + ")")
                                        .collect(Collectors.joining(", ")));
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                var value = row.values().get(columns.get(i));
                statement.setString(i + 1, value);
            }
            statement.executeUpdate();
        }
    }

    /** The rows of a resource; empty where something of it would be lost. */
    private static Optional<List<Row>> rows(ObjectNode resource) {
        var left = new TreeMap<String, String>();
        leaves("", resource, left);
        var table = TABLES.get(left.remove("resourceType"));
        if (table == null) {
            return Optional.empty();
        }
        left.computeIfPresent(
                "code.coding.0.system",
                (path, system) ->
                        table.name().equals("allergy")
                                ? SCHEMES.getOrDefault(system, system)
                                : system);
        var rows = new ArrayList<Row>();
        var key = left.getOrDefault("id", "");
        rows.add(table.row(left));
        for (var lines : table.lines()) {
            int number = 0;
            for (var line = line(table, 0, left);
                    !line.isEmpty();
                    line = line(table, number, left)) {
                line.put(KEY, key);
                line.put(LINE, String.valueOf(number));
                rows.add(lines.row(line));
                if (!line.isEmpty()) {
                    return Optional.empty();
                }
                number++;
            }
        }
        return left.isEmpty() ? Optional.of(rows) : Optional.empty();
    }

    /** Takes the leaves of one line out. */
    private static Map<String, String> line(Table table, int number, Map<String, String> left) {
        var start = table.linesAt() + "." + number + ".";
        var line = new TreeMap<String, String>();
        left.forEach((path, value) -> {
            if (path.startsWith(start)) {
                line.put(path.substring(start.length()), value);
            }
        });
        left.keySet().removeIf(path -> path.startsWith(start));
        return line;
    }

    private static void leaves(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(property ->
                            leaves(
                                    path.isEmpty()
                                            ? property.getKey()
                                            : path + "." + property.getKey(),
                                    property.getValue(),
                                    into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(path + "." + i, node.path(i), into);
            }
        } else {
            into.put(path, node.isString() ? node.stringValue() : ExactJson.write(node));
        }
    }
}
