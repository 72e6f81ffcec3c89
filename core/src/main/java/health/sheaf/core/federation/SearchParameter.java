package health.sheaf.core.federation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A search parameter the platform understands, whether or not a source can apply it.
 *
 * @param name as FHIR R4 defines it for the type
 * @param kind token or date
 * @param paths the elements it looks at
 */
public record SearchParameter(String name, Kind kind, List<String> paths) {

    /** How values are compared. */
    public enum Kind {
        TOKEN,
        DATE
    }

    private static final List<SearchParameter> COMMON =
            List.of(
                    new SearchParameter("_id", Kind.TOKEN, List.of("id")),
                    new SearchParameter("_lastUpdated", Kind.DATE, List.of("meta.lastUpdated")));

    /** Type, then its parameters: {@code name=paths} for tokens, {@code name@paths} for dates. */
    private static final String TABLE =
            """
            AllergyIntolerance category=category code=code,reaction.substance date@recordedDate clinical-status=clinicalStatus verification-status=verificationStatus
            Appointment service-type=serviceType date@start status=status
            CarePlan category=category date@period status=status
            CareTeam category=category date@period status=status
            Claim created@created status=status
            Communication category=category sent@sent status=status
            Composition category=category type=type date@date status=status
            Condition category=category code=code recorded-date@recordedDate onset-date@onsetDateTime,onsetPeriod clinical-status=clinicalStatus verification-status=verificationStatus
            Device type=type status=status
            DiagnosticReport category=category code=code date@effectiveDateTime,effectivePeriod issued@issued status=status
            DocumentReference category=category type=type date@date status=status
            Encounter class=class type=type date@period status=status
            EpisodeOfCare type=type date@period status=status
            ExplanationOfBenefit created@created status=status
            FamilyMemberHistory code=condition.code date@date status=status
            Flag date@period status=status
            Goal category=category start-date@startDate lifecycle-status=lifecycleStatus
            ImagingStudy modality=modality started@started status=status
            Immunization vaccine-code=vaccineCode date@occurrenceDateTime status=status
            List code=code date@date status=status
            MedicationAdministration code=medicationCodeableConcept effective-time@effectiveDateTime,effectivePeriod status=status
            MedicationDispense code=medicationCodeableConcept whenhandedover@whenHandedOver status=status
            MedicationRequest category=category code=medicationCodeableConcept authoredon@authoredOn intent=intent status=status
            MedicationStatement category=category code=medicationCodeableConcept effective@effectiveDateTime,effectivePeriod status=status
            Observation category=category code=code date@effectiveDateTime,effectivePeriod,effectiveInstant status=status
            Procedure category=category code=code date@performedDateTime,performedPeriod status=status
            QuestionnaireResponse authored@authored status=status
            ServiceRequest category=category code=code authored@authoredOn status=status
            Specimen type=type status=status
            Task code=code status=status
            """;

    private static final Map<String, List<SearchParameter>> BY_TYPE = table();

    public SearchParameter {
        paths = List.copyOf(paths);
    }

    /** The parameters of a type, the common ones included, by name. */
    public static List<SearchParameter> of(String resourceType) {
        var all = new ArrayList<>(COMMON);
        all.addAll(BY_TYPE.getOrDefault(resourceType, List.of()));
        return List.copyOf(all);
    }

    public static Optional<SearchParameter> find(String resourceType, String name) {
        return of(resourceType).stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    private static Map<String, List<SearchParameter>> table() {
        var table = new TreeMap<String, List<SearchParameter>>();
        for (var line : TABLE.lines().toList()) {
            var words = line.trim().split(" +");
            var parameters = new ArrayList<SearchParameter>();
            for (int i = 1; i < words.length; i++) {
                parameters.add(parameter(words[i]));
            }
            table.put(words[0], List.copyOf(parameters));
        }
        return table;
    }

    /** Reads {@code name=path,path} (a token) or {@code name@path,path} (a date). */
    private static SearchParameter parameter(String text) {
        boolean date = text.indexOf('@') > 0;
        int mark = text.indexOf(date ? '@' : '=');
        return new SearchParameter(
                text.substring(0, mark),
                date ? Kind.DATE : Kind.TOKEN,
                List.of(text.substring(mark + 1).split(",")));
    }
}
