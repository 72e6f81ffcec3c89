package health.sheaf.connector.fhir;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Section;
import health.sheaf.spi.Settings;
import health.sheaf.spi.SourceDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says about a FHIR server beyond how to talk HTTP to it.
 *
 * @param read how a record is read
 * @param pageSize what is asked for as {@code _count}
 * @param searchByPost whether what names a patient goes in a form instead of an address
 * @param patientParameter the parameter that every type is searched by; {@code null}: as declared
 * @param types the only types it is asked for; empty: what it declares
 * @param withoutParameters per type, parameters that it declares but does not have
 * @param fanOut searches of one fetch at the same time, at most
 * @param freshness where it says how current its data are
 */
record FhirSettings(
        Read read,
        int pageSize,
        boolean searchByPost,
        @Nullable String patientParameter,
        Set<String> types,
        Map<String, Set<String>> withoutParameters,
        int fanOut,
        @Nullable FreshnessPlace freshness) {

    private static final int PAGE_SIZE = 500;
    private static final int MAX_PAGE_SIZE = 10_000;
    private static final int FAN_OUT = 8;
    private static final Pattern TYPE_PARAMETER =
            Pattern.compile("([A-Z][A-Za-z]{1,39})\\.([_a-z][A-Za-z0-9_-]{0,63})");
    private static final List<String> PATIENT_PARAMETERS = List.of("patient", "subject");

    /** How a record is read. */
    enum Read {
        /** {@code $everything} where the server has it and most types are wanted; else searches. */
        AUTO,
        EVERYTHING,
        SEARCH
    }

    /**
     * Where a server says how current its data are.
     *
     * @param url relative to the base
     * @param path of an instant in the JSON there, dotted
     */
    record FreshnessPlace(String url, List<String> path) {
        FreshnessPlace {
            path = List.copyOf(path);
        }
    }

    FhirSettings {
        types = Set.copyOf(types);
        withoutParameters = Map.copyOf(withoutParameters);
    }

    /**
     * @throws DefinitionException with the place of what is wrong
     */
    static FhirSettings read(SourceDefinition source) {
        var settings = source.settings();
        return new FhirSettings(
                oneOf(settings, "read", Read.AUTO, Read.values()),
                number(settings, "page-size", PAGE_SIZE, MAX_PAGE_SIZE),
                searchByPost(settings),
                patientParameter(settings),
                types(settings),
                withoutParameters(settings),
                Math.min(number(settings, "fan-out", FAN_OUT, 64), source.limits().concurrency()),
                freshness(settings));
    }

    boolean lacks(String type, String parameter) {
        return withoutParameters.getOrDefault(type, Set.of()).contains(parameter);
    }

    private static Read oneOf(Settings settings, String key, Read otherwise, Read[] values) {
        var text = settings.text(key, word(otherwise));
        return Arrays.stream(values)
                .filter(value -> word(value).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new DefinitionException(
                                settings.positionOf(key),
                                "'"
                                        + key
                                        + "' must be one of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(values)
                                                        .map(FhirSettings::word)
                                                        .toList())));
    }

    private static String word(Read value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static int number(Settings settings, String key, int otherwise, int most) {
        int number = settings.number(key, otherwise);
        if (number < 1 || number > most) {
            throw new DefinitionException(
                    settings.positionOf(key), "'" + key + "' must be from 1 to " + most);
        }
        return number;
    }

    private static boolean searchByPost(Settings settings) {
        return switch (settings.text("search-method", "post")) {
            case "post" -> true;
            case "get" -> false;
            case String other ->
                    throw new DefinitionException(
                            settings.positionOf("search-method"),
                            "'search-method' must be post or get");
        };
    }

    private static @Nullable String patientParameter(Settings settings) {
        var text = settings.optionalText("patient-parameter");
        if (text.isPresent() && !PATIENT_PARAMETERS.contains(text.get())) {
            throw new DefinitionException(
                    settings.positionOf("patient-parameter"),
                    "'patient-parameter' must be patient or subject");
        }
        return text.orElse(null);
    }

    private static Set<String> types(Settings settings) {
        var types = new LinkedHashSet<>(settings.texts("types"));
        for (var type : types) {
            if (!Section.allResourceTypes().contains(type)) {
                throw new DefinitionException(
                        settings.positionOf("types"),
                        "'types' names something that is not a type of a patient's record");
            }
        }
        if (!types.isEmpty()) {
            types.add("Patient");
        }
        return types;
    }

    private static Map<String, Set<String>> withoutParameters(Settings settings) {
        var byType = new HashMap<String, Set<String>>();
        for (var text : settings.texts("without-parameters")) {
            var match = TYPE_PARAMETER.matcher(text);
            if (!match.matches()) {
                throw new DefinitionException(
                        settings.positionOf("without-parameters"),
                        "'without-parameters' must list things like Observation.category");
            }
            byType.computeIfAbsent(match.group(1), type -> new HashSet<>()).add(match.group(2));
        }
        return byType;
    }

    private static @Nullable FreshnessPlace freshness(Settings settings) {
        var part = settings.optionalSection("freshness");
        if (part.isEmpty()) {
            return null;
        }
        var url = part.get().text("url");
        if (url.isEmpty() || url.startsWith("/") || url.contains(":") || url.contains("..")) {
            throw new DefinitionException(
                    part.get().positionOf("url"), "'url' must be relative to the base-url");
        }
        var path = new ArrayList<>(List.of(part.get().text("path").split("\\.", -1)));
        return new FreshnessPlace(url, path);
    }
}
