package health.sheaf.estate.fhirserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** FHIR R4's search parameters, as many as the region uses: what each one looks at. */
final class SearchParameters {

    /** The kinds of parameters. */
    enum Kind {
        TOKEN,
        DATE,
        STRING,
        REFERENCE
    }

    /**
     * One parameter.
     *
     * @param paths dotted element paths; any of them may match
     */
    record Definition(String name, Kind kind, List<String> paths) {}

    private static final Map<String, Definition> COMMON =
            table(
                    "_id token id",
                    "_lastUpdated date meta.lastUpdated",
                    "identifier token identifier");

    private static final Map<String, Map<String, Definition>> BY_TYPE =
            Map.ofEntries(
                    Map.entry(
                            "Patient",
                            table(
                                    "family string name.family",
                                    "given string name.given",
                                    "name string name.family,name.given,name.prefix",
                                    "birthdate date birthDate",
                                    "gender token gender",
                                    "phone token telecom",
                                    "address-postalcode string address.postalCode",
                                    "death-date date deceasedDateTime")),
                    Map.entry(
                            "AllergyIntolerance",
                            table(
                                    "patient reference patient",
                                    "code token code",
                                    "category token category",
                                    "clinical-status token clinicalStatus",
                                    "verification-status token verificationStatus",
                                    "date date recordedDate")),
                    Map.entry(
                            "Condition",
                            compartment(
                                    "code token code",
                                    "category token category",
                                    "clinical-status token clinicalStatus",
                                    "onset-date date onsetDateTime",
                                    "recorded-date date recordedDate",
                                    "encounter reference encounter")),
                    Map.entry(
                            "MedicationRequest",
                            compartment(
                                    "code token medicationCodeableConcept",
                                    "status token status",
                                    "intent token intent",
                                    "authoredon date authoredOn",
                                    "encounter reference encounter")),
                    Map.entry(
                            "MedicationStatement",
                            compartment(
                                    "code token medicationCodeableConcept",
                                    "status token status",
                                    "effective date effectivePeriod")),
                    Map.entry(
                            "Observation",
                            compartment(
                                    "code token code",
                                    "category token category",
                                    "status token status",
                                    "date date effectiveDateTime",
                                    "encounter reference encounter")),
                    Map.entry(
                            "DiagnosticReport",
                            compartment(
                                    "code token code",
                                    "category token category",
                                    "status token status",
                                    "date date effectiveDateTime",
                                    "issued date issued",
                                    "encounter reference encounter")),
                    Map.entry(
                            "DocumentReference",
                            compartment(
                                    "type token type",
                                    "category token category",
                                    "status token status",
                                    "date date date",
                                    "encounter reference context.encounter")),
                    Map.entry(
                            "Encounter",
                            compartment(
                                    "class token class",
                                    "type token type",
                                    "status token status",
                                    "date date period")),
                    Map.entry(
                            "Procedure",
                            compartment(
                                    "code token code",
                                    "category token category",
                                    "status token status",
                                    "date date performedDateTime",
                                    "encounter reference encounter")),
                    Map.entry(
                            "Immunization",
                            table(
                                    "patient reference patient",
                                    "vaccine-code token vaccineCode",
                                    "status token status",
                                    "date date occurrenceDateTime")),
                    Map.entry(
                            "ServiceRequest",
                            compartment(
                                    "code token code",
                                    "category token category",
                                    "status token status",
                                    "authored date authoredOn")),
                    Map.entry(
                            "CarePlan",
                            compartment(
                                    "category token category",
                                    "status token status",
                                    "date date period")),
                    Map.entry("CareTeam", compartment("status token status")),
                    Map.entry("Goal", compartment("lifecycle-status token lifecycleStatus")),
                    Map.entry("Flag", compartment("date date period")),
                    Map.entry("Practitioner", table("name string name.family,name.given")),
                    Map.entry("Organization", table("name string name")),
                    Map.entry("Location", table("name string name")));

    private SearchParameters() {}

    /** The names of all parameters of a type. */
    static Set<String> of(String type) {
        var names = new TreeSet<>(COMMON.keySet());
        names.addAll(BY_TYPE.getOrDefault(type, Map.of()).keySet());
        return names;
    }

    static Optional<Definition> find(String type, String name) {
        var own = BY_TYPE.getOrDefault(type, Map.of()).get(name);
        return Optional.ofNullable(own == null ? COMMON.get(name) : own);
    }

    /** A type whose resources have a subject. */
    private static Map<String, Definition> compartment(String... lines) {
        var table = new HashMap<>(table(lines));
        table.putAll(table("patient reference subject", "subject reference subject"));
        return table;
    }

    private static Map<String, Definition> table(String... lines) {
        var table = new HashMap<String, Definition>();
        for (var line : lines) {
            var parts = line.split(" ", 3);
            var kind = Kind.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT));
            table.put(parts[0], new Definition(parts[0], kind, List.of(parts[2].split(",", -1))));
        }
        return table;
    }
}
