package health.sheaf.core.federation;

import health.sheaf.spi.Coding;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Recognises the entries by which a clinician records that there is none. */
public final class Assertions {

    private static final String SNOMED = "http://snomed.info/sct";
    private static final String IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

    private static final Map<Section, Set<String>> NONE_CODES =
            Map.of(
                    Section.ALLERGIES,
                    Set.of(SNOMED + "|716186003", IPS + "|no-known-allergies"),
                    Section.PROBLEMS,
                    Set.of(SNOMED + "|160245001", IPS + "|no-known-problems"),
                    Section.MEDICATIONS,
                    Set.of(SNOMED + "|787481004", IPS + "|no-known-medications"));

    private static final Map<Section, List<String>> CODE_PATHS =
            Map.of(
                    Section.ALLERGIES, List.of("code"),
                    Section.PROBLEMS, List.of("code"),
                    Section.MEDICATIONS, List.of("medicationCodeableConcept"));

    private static final List<String> DATE_PATHS =
            List.of("recordedDate", "dateAsserted", "authoredOn", "onsetDateTime");

    private Assertions() {}

    /** The assertion a resource makes; empty where it makes none, or takes it back. */
    public static Optional<Ledger.Assertion> of(Section section, Resource resource) {
        var codes = NONE_CODES.get(section);
        if (codes == null) {
            return Optional.empty();
        }
        for (var path : CODE_PATHS.getOrDefault(section, List.of())) {
            for (var coding : resource.codings(path)) {
                if (isOneOf(codes, coding) && !isTakenBack(resource)) {
                    return Optional.of(
                            new Ledger.Assertion(words(section, coding), recorded(resource)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOneOf(Set<String> codes, Coding coding) {
        var system = coding.system();
        // Looked at for every entry of a record: no text is made for those of other systems.
        return system != null
                && (system.equals(SNOMED) || system.equals(IPS))
                && codes.contains(system + "|" + coding.code());
    }

    /** Entered in error, refuted, or no longer so. */
    public static boolean isTakenBack(Resource resource) {
        return codes(resource, "verificationStatus")
                        .anyMatch(Set.of("entered-in-error", "refuted")::contains)
                || codes(resource, "clinicalStatus")
                        .anyMatch(Set.of("inactive", "resolved")::contains)
                || resource.values("status").contains("entered-in-error");
    }

    /** Recorded by mistake: nothing of it is true. */
    static boolean isEnteredInError(Resource resource) {
        return codes(resource, "verificationStatus").anyMatch("entered-in-error"::equals)
                || resource.values("status").contains("entered-in-error");
    }

    private static java.util.stream.Stream<String> codes(Resource resource, String path) {
        return resource.codings(path).stream()
                .map(Coding::code)
                .flatMap(code -> Optional.ofNullable(code).stream());
    }

    private static String words(Section section, Coding coding) {
        var display = coding.display();
        return display == null || display.isBlank() ? "No known " + section.words() : display;
    }

    private static String recorded(Resource resource) {
        return DATE_PATHS.stream()
                .flatMap(path -> resource.value(path).stream())
                .findFirst()
                .orElse("");
    }
}
