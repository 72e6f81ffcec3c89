package health.sheaf.connector.fhir;

import health.sheaf.spi.Capabilities;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceDefinition;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server can do: what it states, less what the definition knows better, less what it failed
 * at when it was tried.
 */
final class Abilities {

    private static final Map<String, String> OTHER_PATIENT_PARAMETERS =
            Map.of("Coverage", "beneficiary", "Appointment", "actor", "Patient", "_id");

    private final SourceDefinition source;
    private final FhirSettings settings;
    private final @Nullable Statement statement;
    private final Disproved disproved;

    /** What a server declared and then did not do; for as long as the process lives. */
    static final class Disproved {

        private final Set<String> parameters = ConcurrentHashMap.newKeySet();
        private volatile boolean everything;

        void parameter(String type, String parameter) {
            parameters.add(type + "." + parameter);
        }

        void everything() {
            everything = true;
        }

        void repetition(String type) {
            parameters.add(type);
        }

        /** Whether a type's parameters may occur twice. */
        boolean hasRepetition(String type) {
            return parameters.contains(type);
        }

        boolean has(String type, String parameter) {
            return parameters.contains(type + "." + parameter);
        }
    }

    Abilities(
            SourceDefinition source,
            FhirSettings settings,
            @Nullable Statement statement,
            Disproved disproved) {
        this.source = source;
        this.settings = settings;
        this.statement = statement;
        this.disproved = disproved;
    }

    Capabilities capabilities() {
        var types = types();
        return new Capabilities(
                types,
                pushdown(types),
                statement == null
                        || statement.types().values().stream()
                                .anyMatch(Statement.TypeStatement::versioned),
                findsByDemographics());
    }

    /** The types of a patient's record that it can give. */
    Set<String> types() {
        return Section.allResourceTypes().stream()
                .filter(this::gives)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean gives(String type) {
        if (type.equals("Patient")) {
            return true;
        }
        if (!settings.types().isEmpty() && !settings.types().contains(type)) {
            return false;
        }
        if (statement == null) {
            return !settings.types().isEmpty()
                    || source.holds().isEmpty()
                    || Section.of(type).filter(source.holds()::contains).isPresent();
        }
        return statement.of(type).isPresent()
                && (everything() || patientParameter(type).isPresent());
    }

    /** Whether {@code $everything} is to be had. */
    boolean everything() {
        return switch (settings.read()) {
            case EVERYTHING -> true;
            case SEARCH -> false;
            case AUTO -> statement != null && statement.everything() && !disproved.everything;
        };
    }

    boolean searches() {
        return settings.read() != FhirSettings.Read.EVERYTHING;
    }

    /** The parameter by which a type is searched for one patient's; empty where there is none. */
    Optional<String> patientParameter(String type) {
        var fixed = settings.patientParameter();
        if (fixed != null) {
            return Optional.of(fixed);
        }
        if (statement == null) {
            return Optional.of(type.equals("AdverseEvent") ? "subject" : "patient");
        }
        var declared = statement.of(type).filter(Statement.TypeStatement::searchable);
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        if (declared.get().declaresNothing()) {
            return Optional.of("patient");
        }
        return List.of("patient", "subject", OTHER_PATIENT_PARAMETERS.getOrDefault(type, "patient"))
                .stream()
                .filter(has(type, declared.get()))
                .findFirst();
    }

    /** Whether the server itself applies a filter, as far as is known. */
    boolean pushesDown(SearchFilter filter) {
        return searches() && filters(filter.resourceType()).contains(filter.parameter());
    }

    /** Whether a parameter of a type is there to be used. */
    boolean declares(String type, String parameter) {
        return statement != null
                && statement.of(type).filter(part -> has(type, part).test(parameter)).isPresent();
    }

    /** Whether there is a statement that leaves a type out. */
    boolean rulesOut(String type) {
        return statement != null && statement.of(type).isEmpty();
    }

    boolean canSearch(String type) {
        return statement == null
                || statement.of(type).filter(Statement.TypeStatement::searchable).isPresent();
    }

    boolean findsByDemographics() {
        return statement == null
                || (declares("Patient", "birthdate")
                        && (declares("Patient", "family") || declares("Patient", "name")));
    }

    boolean isR4() {
        return statement == null || statement.isR4();
    }

    private Map<String, Set<String>> pushdown(Set<String> types) {
        var pushdown = new HashMap<String, Set<String>>();
        if (searches()) {
            types.forEach(type -> pushdown.put(type, filters(type)));
            pushdown.remove("Patient");
            pushdown.values().removeIf(Set::isEmpty);
        }
        return pushdown;
    }

    private Set<String> filters(String type) {
        if (statement == null || type.equals("Patient")) {
            return Set.of();
        }
        return statement
                .of(type)
                .map(part ->
                        part.filters().stream()
                                .filter(has(type, part))
                                .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private Predicate<String> has(String type, Statement.TypeStatement part) {
        return parameter ->
                part.declares(parameter)
                        && !settings.lacks(type, parameter)
                        && !disproved.has(type, parameter);
    }
}
