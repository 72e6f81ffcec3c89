package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Position;
import health.sheaf.spi.Spelling;
import java.util.Map;
import java.util.Optional;

/** The short names of code systems in maps and code tables. */
final class CodeSystems {

    static final String UCUM = "http://unitsofmeasure.org";

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("snomed", "http://snomed.info/sct"),
                    Map.entry("dmd", "https://dmd.nhs.uk"),
                    Map.entry("loinc", "http://loinc.org"),
                    Map.entry("ucum", UCUM),
                    Map.entry("icd10", "http://hl7.org/fhir/sid/icd-10"),
                    Map.entry("opcs4", "https://fhir.hl7.org.uk/Id/opcs-4"),
                    Map.entry("read2", "http://read.info/readv2"),
                    Map.entry("ctv3", "http://read.info/ctv3"),
                    Map.entry("ods", OdsCode.SYSTEM),
                    Map.entry("nhs-number", NhsNumber.SYSTEM),
                    Map.entry("gmc", "https://fhir.hl7.org.uk/Id/gmc-number"));

    private CodeSystems() {}

    /** The address of a system written by name or by address. */
    static String address(String written, Position position) {
        var known = NAMES.get(written);
        if (known != null) {
            return known;
        }
        if (written.startsWith("http://")
                || written.startsWith("https://")
                || written.startsWith("urn:")) {
            return written;
        }
        throw new DefinitionException(
                position,
                "'"
                        + written
                        + "' is no code system: an address, or one of snomed, dmd, loinc, …, is needed"
                        + suggestion(written));
    }

    static Optional<String> named(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    private static String suggestion(String written) {
        return Spelling.nearest(written, NAMES.keySet())
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
    }
}
