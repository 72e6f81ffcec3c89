package health.sheaf.server.fhir;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientQuery;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns parameters into a search for persons. */
final class PatientSearchReader {

    private static final Set<String> GENDERS = Set.of("male", "female", "other", "unknown");
    private static final int MAX_TEXT = 200;

    private PatientSearchReader() {}

    /** The names of the parameters of this search, for the capability statement. */
    static List<String> parameters() {
        return List.of(
                "identifier", "family", "given", "birthdate", "gender", "address-postalcode");
    }

    static SearchRequest.ForPatients read(Query query, boolean strict) {
        var identifier = query.single("identifier");
        var family = text(query, "family");
        var given = text(query, "given");
        var birthDate = query.single("birthdate");
        var gender = query.single("gender");
        var postcode = text(query, "address-postalcode");
        var shape = new ShapeReader(query, strict).read("Patient");
        if (!shape.sort().isEmpty()) {
            throw new HttpProblem(
                    HttpCode.INVALID_PARAMETER, "Candidates for a person cannot be sorted.");
        }
        boolean demographic =
                family.isPresent()
                        || given.isPresent()
                        || birthDate.isPresent()
                        || gender.isPresent()
                        || postcode.isPresent();
        if (identifier.isPresent()) {
            if (demographic) {
                throw new HttpProblem(
                        HttpCode.INVALID_PARAMETER,
                        "Search by 'identifier' or by demographics, not by both.");
            }
            return new SearchRequest.ForPatients(byNumber(identifier.get()), shape);
        }
        if (family.isEmpty() || birthDate.isEmpty()) {
            throw new HttpProblem(
                    HttpCode.PATIENT_NEEDED,
                    "A search for a patient needs 'identifier' with an NHS number, or 'family' and"
                            + " 'birthdate'. Searching over all patients is not possible here.");
        }
        gender.ifPresent(PatientSearchReader::checkGender);
        return new SearchRequest.ForPatients(
                new PatientQuery.ByDemographics(
                        family.get(),
                        given.orElse(null),
                        day(birthDate.get()),
                        gender.orElse(null),
                        postcode.orElse(null)),
                shape);
    }

    private static PatientQuery byNumber(String value) {
        if (Query.split(value, ',').size() > 1) {
            throw new HttpProblem(
                    HttpCode.REPEATED_PARAMETER, "'identifier' takes one value here.");
        }
        var token = FilterReader.token(value);
        boolean ours = token.system() == null || token.system().equals(NhsNumber.SYSTEM);
        if (!ours || token.code() == null) {
            throw new HttpProblem(
                    HttpCode.INVALID_PARAMETER,
                    "'identifier' takes an NHS number: " + NhsNumber.SYSTEM + "|number.");
        }
        return NhsNumber.parse(token.code())
                .map(PatientQuery.ByNhsNumber::new)
                .orElseThrow(() ->
                        new HttpProblem(
                                HttpCode.INVALID_NHS_NUMBER,
                                "This is not an NHS number: ten digits with a valid check digit are"
                                        + " needed."));
    }

    private static Optional<String> text(Query query, String name) {
        var text = query.single(name).map(SearchReader::nonBlank);
        text.ifPresent(value -> {
            if (value.length() > MAX_TEXT || Query.split(value, ',').size() > 1) {
                throw new HttpProblem(
                        HttpCode.INVALID_PARAMETER, "'" + name + "' takes one value.");
            }
        });
        return text.map(Query::unescape);
    }

    private static void checkGender(String gender) {
        if (!GENDERS.contains(gender)) {
            throw new HttpProblem(
                    HttpCode.INVALID_PARAMETER, "'gender' is male, female, other or unknown.");
        }
    }

    private static LocalDate day(String text) {
        var plain = text.startsWith("eq") ? text.substring(2) : text;
        try {
            var day = LocalDate.parse(plain);
            if (day.getYear() >= 1800 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException e) {
            // Falls through to the same answer as a day no living person was born on.
        }
        throw new HttpProblem(
                HttpCode.INVALID_DATE, "'birthdate' must be a whole day, written YYYY-MM-DD.");
    }
}
