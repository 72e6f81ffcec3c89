package health.sheaf.connector.fhir;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceLimits;
import health.sheaf.transport.QueryText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds patients at a FHIR server. The server narrows down by what it declares; everything is
 * checked here again, so that every source means the same by a match.
 */
final class FhirPatientFinder implements PatientFinder {

    /** More candidates than this are no help to anybody. */
    private static final int MOST = 200;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern PATIENT =
            Pattern.compile("Patient/([A-Za-z0-9.-]{1,64})(/_history/.*)?");

    /** Where a type names its patient; the first that is there counts. */
    private static final List<String> SUBJECTS =
            List.of("patient", "subject", "beneficiary", "for", "individual");

    private final FhirServer server;
    private final FhirSettings settings;
    private final SourceLimits limits;
    private final Supplier<Abilities> abilities;

    FhirPatientFinder(
            FhirServer server,
            FhirSettings settings,
            SourceLimits limits,
            Supplier<Abilities> abilities) {
        this.server = server;
        this.settings = settings;
        this.limits = limits;
        this.abilities = abilities;
    }

    @Override
    public FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
        try {
            var lookup = new PatientLookup(server, settings);
            var budget = new Budget(limits, MOST);
            var found =
                    switch (query) {
                        case PatientQuery.ByNhsNumber number ->
                                lookup.carriersOf(number.nhsNumber(), budget, deadline);
                        case PatientQuery.ByDemographics demographics ->
                                lookup.search(narrowed(demographics), budget, deadline).stream()
                                        .filter(entry -> matches(entry.resource(), demographics))
                                        .toList();
                    };
            return new FetchResult(
                    Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(found.size())),
                    found,
                    Remainder.none(),
                    new Freshness.Live());
        } catch (SourceFaultException e) {
            return FetchResult.failed(Set.of(Section.DEMOGRAPHICS), e.fault());
        }
    }

    @Override
    public Optional<Entry> subjectOf(
            Authority.ToLocate authority, String resourceType, String nativeId, Deadline deadline) {
        var budget = new Budget(limits, MOST);
        try {
            var read = server.readResource(resourceType, nativeId, budget, deadline);
            if (read.isEmpty() || resourceType.equals("Patient")) {
                return read;
            }
            var subject = subject(read.get().resource());
            return subject.isEmpty()
                    ? Optional.empty()
                    : server.readResource("Patient", subject.get(), budget, deadline);
        } catch (InvalidValueException e) {
            // An id that cannot stand in an address is no id of a resource.
            return Optional.empty();
        }
    }

    /**
     * Only what servers compare as we do goes to them. A postcode they compare with its spaces, so
     * it stays here.
     */
    private QueryText narrowed(PatientQuery.ByDemographics wanted) {
        var can = abilities.get();
        if (!can.findsByDemographics()) {
            throw new SourceFaultException(
                    new SourceFault(
                            health.sheaf.spi.FaultCode.UNSUPPORTED_REQUEST,
                            "the source cannot be searched by demographics"));
        }
        var query = new QueryText();
        boolean stated = can.declares("Patient", "birthdate");
        query.with(
                stated && !can.declares("Patient", "family") ? "name" : "family",
                SearchText.escaped(wanted.family()));
        query.with("birthdate", wanted.birthDate().toString());
        if (wanted.given() != null && can.declares("Patient", "given")) {
            query.with("given", SearchText.escaped(wanted.given()));
        }
        if (wanted.gender() != null && can.declares("Patient", "gender")) {
            query.with("gender", SearchText.escaped(wanted.gender()));
        }
        return query.with("_count", Integer.toString(Math.min(MOST, settings.pageSize())));
    }

    private static boolean matches(Resource patient, PatientQuery.ByDemographics wanted) {
        return patient.values("name.family").stream()
                        .anyMatch(family -> folded(family).equals(folded(wanted.family())))
                && patient.value("birthDate").equals(Optional.of(wanted.birthDate().toString()))
                && (wanted.given() == null
                        || patient.values("name.given").stream()
                                .anyMatch(
                                        given -> folded(given).startsWith(folded(wanted.given()))))
                && (wanted.gender() == null
                        || patient.value("gender").equals(Optional.of(wanted.gender())))
                && (wanted.postcode() == null
                        || patient.values("address.postalCode").stream()
                                .anyMatch(code -> bare(code).equals(bare(wanted.postcode()))));
    }

    private Optional<String> subject(Resource resource) {
        return SUBJECTS.stream()
                .flatMap(path -> resource.reference(path).stream())
                .flatMap(reference -> patientId(reference).stream())
                .findFirst()
                .or(() ->
                        resource.type().equals("Appointment")
                                ? onlyPatientOf(resource)
                                : Optional.empty());
    }

    private Optional<String> onlyPatientOf(Resource appointment) {
        return appointment.references().stream()
                .flatMap(reference -> patientId(reference).stream())
                .findFirst();
    }

    private Optional<String> patientId(String reference) {
        var base = server.base().toString();
        var local = reference.startsWith(base) ? reference.substring(base.length()) : reference;
        var match = PATIENT.matcher(local);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static String folded(String name) {
        return SPACES.matcher(name.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static String bare(String postcode) {
        return SPACES.matcher(postcode).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
