package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.Position;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code code_system}: the names HL7 v2 has for code systems (table 0396), as addresses. */
final class V2Codes {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("LN", "http://loinc.org"),
                    Map.entry("SCT", "http://snomed.info/sct"),
                    Map.entry("SNM", "http://snomed.info/sct"),
                    Map.entry("SNM3", "http://snomed.info/sct"),
                    Map.entry("SNOMED", "http://snomed.info/sct"),
                    Map.entry("SNOMED-CT", "http://snomed.info/sct"),
                    Map.entry("DMD", "https://dmd.nhs.uk"),
                    Map.entry("I10", "http://hl7.org/fhir/sid/icd-10"),
                    Map.entry("ICD10", "http://hl7.org/fhir/sid/icd-10"),
                    Map.entry("I10C", "http://hl7.org/fhir/sid/icd-10-cm"),
                    Map.entry("I9C", "http://hl7.org/fhir/sid/icd-9-cm"),
                    Map.entry("I9CDX", "http://hl7.org/fhir/sid/icd-9-cm"),
                    Map.entry("OPCS4", "https://fhir.hl7.org.uk/Id/opcs-4"),
                    Map.entry("UCUM", CodeSystems.UCUM),
                    Map.entry("CVX", "http://hl7.org/fhir/sid/cvx"),
                    Map.entry("MVX", "http://hl7.org/fhir/sid/mvx"),
                    Map.entry("NDC", "http://hl7.org/fhir/sid/ndc"),
                    Map.entry("C4", "http://www.ama-assn.org/go/cpt"),
                    Map.entry("CPT", "http://www.ama-assn.org/go/cpt"),
                    Map.entry("RXNORM", "http://www.nlm.nih.gov/research/umls/rxnorm"),
                    Map.entry("NCIT", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"),
                    Map.entry("ACTCODE", "http://terminology.hl7.org/CodeSystem/v3-ActCode"),
                    Map.entry("ISO3166_1", "urn:iso:std:iso:3166"));
    private static final Pattern TABLE = Pattern.compile("HL7-?(\\d{4})");
    private static final Pattern OID = Pattern.compile("[0-2](\\.\\d+){3,}");

    private V2Codes() {}

    /** A name that is not known stays, as the source wrote it, and counts. */
    static Step codeSystem(Position position) {
        return new Step(
                "code_system",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> {
                    var name = in.words();
                    var known = NAMES.get(name.toUpperCase(java.util.Locale.ROOT));
                    if (known != null) {
                        return new Value.Text(known);
                    }
                    var table = TABLE.matcher(name);
                    if (table.matches()) {
                        return new Value.Text(
                                "http://terminology.hl7.org/CodeSystem/v2-" + table.group(1));
                    }
                    if (OID.matcher(name).matches()) {
                        return new Value.Text("urn:oid:" + name);
                    }
                    if (name.startsWith("http://") || name.startsWith("https://")) {
                        return new Value.Text(name);
                    }
                    scope.issue(IssueKind.CODE_UNMAPPED, position);
                    return new Value.Unmapped(name);
                });
    }
}
