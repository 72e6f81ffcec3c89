package health.sheaf.kit;

import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.Comparison;
import health.sheaf.spi.SearchFilter.DateCriterion;
import health.sheaf.spi.SearchFilter.DateFilter;
import health.sheaf.spi.SearchFilter.Token;
import health.sheaf.spi.SearchFilter.TokenFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Filters over the shared charts and, independent of the product, which resources pass them. Times
 * are chosen in the middle of wide gaps, so that no reading of time zones or precision changes the
 * answer.
 */
final class FilterSamples {

    /**
     * A filter and its truth.
     *
     * @param filter to send
     * @param matches which fixtures pass
     * @param essential whether a source that declares the parameter must apply it; it may leave
     *     other spellings to the engine
     */
    record Sample(SearchFilter filter, Predicate<JsonNode> matches, boolean essential) {}

    private static final Duration WIDE = Duration.ofDays(4);
    private static final Duration LONG = Duration.ofDays(730);
    private static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    /** Parameter to path, for each type: tokens. */
    private static final Map<String, Map<String, String>> TOKENS =
            Map.of(
                    "AllergyIntolerance",
                    Map.of(
                            "code", "code",
                            "clinical-status", "clinicalStatus",
                            "verification-status", "verificationStatus",
                            "category", "category",
                            "criticality", "criticality"),
                    "Condition",
                    Map.of(
                            "code", "code",
                            "clinical-status", "clinicalStatus",
                            "verification-status", "verificationStatus",
                            "category", "category"),
                    "MedicationRequest",
                    Map.of("code", "medicationCodeableConcept", "status", "status"),
                    "Observation",
                    Map.of("code", "code", "category", "category", "status", "status"),
                    "Encounter",
                    Map.of("class", "class", "status", "status"));

    /** Parameter to path, for each type: dates. */
    private static final Map<String, Map<String, String>> DATES =
            Map.of(
                    "AllergyIntolerance", Map.of("date", "recordedDate"),
                    "Condition",
                            Map.of("recorded-date", "recordedDate", "onset-date", "onsetDateTime"),
                    "MedicationRequest", Map.of("authoredon", "authoredOn"),
                    "Observation", Map.of("date", "effectiveDateTime"),
                    "Encounter", Map.of("date", "period"));

    private record Span(Instant from, Instant until) {}

    private FilterSamples() {}

    /** The parameters there are samples for. */
    static Set<String> parameters(String type, boolean lastUpdatedIsKept) {
        var parameters = new LinkedHashSet<String>();
        parameters.addAll(TOKENS.getOrDefault(type, Map.of()).keySet());
        parameters.addAll(DATES.getOrDefault(type, Map.of()).keySet());
        if (lastUpdatedIsKept) {
            parameters.add("_lastUpdated");
        }
        return parameters;
    }

    /** Samples for one parameter over one chart's resources of a type. */
    static List<Sample> of(String type, String parameter, List<SharedResource> chart) {
        var trees =
                chart.stream()
                        .filter(resource -> resource.type().equals(type))
                        .map(resource -> (JsonNode) resource.tree())
                        .toList();
        var tokenPath = TOKENS.getOrDefault(type, Map.of()).get(parameter);
        if (tokenPath != null) {
            return tokens(type, parameter, tokenPath, trees);
        }
        var datePath =
                parameter.equals("_lastUpdated")
                        ? "meta.lastUpdated"
                        : DATES.getOrDefault(type, Map.of()).get(parameter);
        return datePath == null ? List.of() : dates(type, parameter, datePath, trees);
    }

    private static List<Sample> tokens(
            String type, String parameter, String path, List<JsonNode> trees) {
        var present = new LinkedHashSet<Token>();
        trees.forEach(tree -> present.addAll(tokensAt(tree, path)));
        var samples = new ArrayList<Sample>();
        for (var token : present) {
            samples.add(sample(type, parameter, path, List.of(token), true));
            if (token.system() != null) {
                samples.add(
                        sample(
                                type,
                                parameter,
                                path,
                                List.of(new Token(null, token.code())),
                                false));
            }
        }
        if (present.size() > 1) {
            samples.add(sample(type, parameter, path, List.copyOf(present).subList(0, 2), false));
        }
        var system = present.stream().findFirst().map(Token::system).orElse(null);
        var absent = new Token(system, "404684003");
        samples.add(sample(type, parameter, path, List.of(absent), true));
        return samples;
    }

    private static Sample sample(
            String type, String parameter, String path, List<Token> anyOf, boolean essential) {
        return new Sample(
                new TokenFilter(type, parameter, anyOf),
                tree -> tokensAt(tree, path).stream().anyMatch(has -> matches(has, anyOf)),
                essential);
    }

    private static boolean matches(Token has, List<Token> anyOf) {
        return anyOf.stream()
                .anyMatch(wanted ->
                        Objects.equals(wanted.code(), has.code())
                                && (wanted.system() == null
                                        || wanted.system().equals(has.system())));
    }

    /** Codings, a Coding itself or plain codes, which have no system. */
    private static List<Token> tokensAt(JsonNode tree, String path) {
        var tokens = new ArrayList<Token>();
        ExactJson.values(tree, path).forEach(code -> tokens.add(new Token(null, code)));
        for (var object : ExactJson.objects(tree, path)) {
            var codings =
                    object.has("coding") ? ExactJson.objects(object, "coding") : List.of(object);
            for (var coding : codings) {
                var system = coding.path("system");
                tokens.add(
                        new Token(
                                system.isString() ? system.stringValue() : null,
                                coding.path("code").asString()));
            }
        }
        return tokens;
    }

    private static List<Sample> dates(
            String type, String parameter, String path, List<JsonNode> trees) {
        var spans = trees.stream().flatMap(tree -> spansAt(tree, path).stream()).toList();
        var days = clearDays(spans);
        var samples = new ArrayList<Sample>();
        for (var day : days) {
            samples.add(sample(type, parameter, path, Comparison.GE, day));
            samples.add(sample(type, parameter, path, Comparison.LT, day));
        }
        // Before everything there is: nothing passes.
        samples.add(sample(type, parameter, path, Comparison.LT, LocalDate.of(1900, 1, 1)));
        return samples;
    }

    /** Days in wide gaps between the edges that lie in no span, unless it is open. */
    private static List<LocalDate> clearDays(List<Span> spans) {
        var edges =
                spans.stream()
                        .flatMap(span -> Stream.of(span.from(), span.until()))
                        .sorted()
                        .distinct()
                        .toList();
        var days = new ArrayList<LocalDate>();
        for (int i = 1; i < edges.size(); i++) {
            var gap = Duration.between(edges.get(i - 1), edges.get(i));
            // An open end is far away; a year is clear enough of what comes before.
            var half = gap.compareTo(LONG) > 0 ? LONG.dividedBy(2) : gap.dividedBy(2);
            var middle = edges.get(i - 1).plus(half);
            boolean inside =
                    spans.stream()
                            .filter(span -> !span.until().equals(OPEN))
                            .anyMatch(span ->
                                    span.from().isBefore(middle) && span.until().isAfter(middle));
            if (gap.compareTo(WIDE) > 0 && !inside) {
                days.add(middle.atZone(ZoneOffset.UTC).toLocalDate());
            }
        }
        return days;
    }

    private static Sample sample(
            String type, String parameter, String path, Comparison comparison, LocalDate day) {
        var from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var until = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var filter =
                new DateFilter(
                        type,
                        parameter,
                        List.of(new DateCriterion(comparison, day.toString(), from, until)));
        Predicate<Span> passes =
                comparison == Comparison.LT
                        ? span -> span.from().isBefore(from)
                        : span -> span.until().isAfter(from);
        return new Sample(filter, tree -> spansAt(tree, path).stream().anyMatch(passes), true);
    }

    private static List<Span> spansAt(JsonNode tree, String path) {
        var spans = new ArrayList<Span>();
        ExactJson.values(tree, path).forEach(text -> spans.add(span(text)));
        for (var period : ExactJson.objects(tree, path)) {
            var start = span(period.path("start").asString());
            var end = period.path("end");
            spans.add(
                    new Span(
                            start.from(), end.isString() ? span(end.stringValue()).until() : OPEN));
        }
        return spans;
    }

    private static Span span(String text) {
        return switch (text.length()) {
            case 4 -> {
                var first = LocalDate.of(Integer.parseInt(text), 1, 1);
                yield days(first, first.plusYears(1));
            }
            case 7 -> {
                var first = LocalDate.parse(text + "-01");
                yield days(first, first.plusMonths(1));
            }
            case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
            default -> {
                var moment = OffsetDateTime.parse(text).toInstant();
                yield new Span(moment, moment.plusSeconds(1));
            }
        };
    }

    private static Span days(LocalDate first, LocalDate after) {
        return new Span(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                after.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
