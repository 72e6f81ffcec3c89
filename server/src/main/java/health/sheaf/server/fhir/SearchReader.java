package health.sheaf.server.fhir;

import health.sheaf.core.federation.FhirTime;
import health.sheaf.core.federation.SearchParameter;
import health.sheaf.core.record.RecordQuestion;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import health.sheaf.server.fhir.SearchRequest.Period;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns parameters into a question about one person, or says what is wrong with them. */
final class SearchReader {

    private final String base;

    /**
     * @param base of our own URLs: absolute references to our own patients are understood
     */
    SearchReader(String base) {
        this.base = base;
    }

    /** A search of one type in one person's record. */
    InRecord search(String type, Query query, boolean strict) {
        var patient = patient(query);
        var filters = new ArrayList<SearchFilter>();
        var conditions = new ArrayList<SearchFilter>();
        for (var parameter : SearchParameter.of(type)) {
            for (var given : query.all(parameter.name())) {
                Query.refuseModifier(given);
                // The ids are ours: no source knows them.
                (parameter.name().equals("_id") ? conditions : filters)
                        .add(FilterReader.read(type, parameter, given.value()));
            }
        }
        var shape = new ShapeReader(query, strict).read(type);
        if (shape.includes().stream().anyMatch(include -> include.targets().contains(type))) {
            // A source that filters would keep back what the found ones need of the same type.
            conditions.addAll(filters);
            filters.clear();
        }
        var types = new LinkedHashSet<String>();
        types.add(type);
        shape.includes().forEach(include -> types.addAll(include.targets()));
        var question = new RecordQuestion(types, filters, "search " + type);
        return new InRecord(patient, type, question, conditions, Period.always(), shape);
    }

    /** {@code Patient?_id=}: what a read would give, as a Bundle. */
    InRecord patientById(Query query, boolean strict) {
        var token = FilterReader.token(query.single("_id").orElse(""));
        var shape = new ShapeReader(query, strict).read("Patient");
        var question = new RecordQuestion(Set.of("Patient"), List.of(), "read Patient");
        var id = token.code();
        return new InRecord(
                id == null ? "" : id, "Patient", question, List.of(), Period.always(), shape);
    }

    /** {@code Patient/{id}/$everything}. */
    InRecord everything(String patientId, Query query, boolean strict) {
        var types = types(query);
        var period =
                new Period(
                        query.single("start").map(text -> span(text).from()).orElse(null),
                        query.single("end").map(text -> span(text).until()).orElse(null),
                        query.single("_since").map(SearchReader::instant).orElse(null));
        var shape = new ShapeReader(query, strict).read("");
        var question = new RecordQuestion(types, List.of(), "Patient/$everything");
        return new InRecord(patientId, "", question, List.of(), period, shape);
    }

    private static Set<String> types(Query query) {
        var given = query.all("_type");
        if (given.isEmpty()) {
            return Section.allResourceTypes();
        }
        var types = new LinkedHashSet<String>();
        for (var parameter : given) {
            Query.refuseModifier(parameter);
            for (var type : Query.split(parameter.value(), ',')) {
                if (Section.of(type).isEmpty()) {
                    throw new HttpProblem(
                            HttpCode.INVALID_PARAMETER,
                            "'_type' names a type that is not part of a record.");
                }
                types.add(type);
            }
        }
        return types;
    }

    /** The person in whose record a resource is to be read; empty where nobody is named. */
    Optional<String> within(Query query) {
        return query.has("patient") ? Optional.of(patient(query)) : Optional.empty();
    }

    private String patient(Query query) {
        var given = new ArrayList<>(query.all("patient"));
        given.addAll(query.all("subject"));
        if (given.isEmpty()) {
            throw new HttpProblem(
                    HttpCode.PATIENT_NEEDED,
                    "A search needs 'patient'. Searching over all patients is not possible here:"
                            + " counts over a population have a door of their own.");
        }
        if (given.size() > 1) {
            throw new HttpProblem(
                    HttpCode.REPEATED_PARAMETER,
                    "'patient' (or 'subject') may be given only once: a search is about one"
                            + " person.");
        }
        var parameter = given.getFirst();
        boolean typed = parameter.modifier().equals("Patient");
        if (!typed) {
            Query.refuseModifier(parameter);
        }
        var value = parameter.value();
        if (Query.split(value, ',').size() > 1) {
            throw new HttpProblem(
                    HttpCode.REPEATED_PARAMETER,
                    "'patient' takes one value: a search is about one person.");
        }
        var ours = base + "/Patient/";
        if (value.startsWith(ours)) {
            return value.substring(ours.length());
        }
        return value.startsWith("Patient/") ? value.substring("Patient/".length()) : value;
    }

    static FhirTime.Span span(String text) {
        // An unencoded plus sign of an offset arrives as a space.
        var span = FhirTime.span(text.replace(' ', '+'));
        if (span.isEmpty() || text.startsWith("0000")) {
            throw new HttpProblem(
                    HttpCode.INVALID_DATE,
                    "A date is not valid: write YYYY, YYYY-MM, YYYY-MM-DD or a time with seconds"
                            + " and offset.");
        }
        return span.get();
    }

    private static Instant instant(String text) {
        return span(text).from();
    }

    /** The first clinical date of a type; {@code null} where it has none. */
    static @Nullable SearchParameter careDate(String type) {
        return SearchParameter.of(type).stream()
                .filter(parameter ->
                        parameter.kind() == SearchParameter.Kind.DATE
                                && !parameter.name().equals("_lastUpdated"))
                .findFirst()
                .orElse(null);
    }

    static String nonBlank(String text) {
        if (text.isBlank()) {
            throw new HttpProblem(
                    HttpCode.INVALID_PARAMETER, "A parameter was given without a value.");
        }
        return text;
    }
}
