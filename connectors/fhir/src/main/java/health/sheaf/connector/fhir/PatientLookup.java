package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.transport.QueryText;
import java.util.List;
import java.util.Optional;

/** Finds Patients at the server. */
final class PatientLookup {

    private final FhirServer server;
    private final PageReader pages;
    private final FhirSettings settings;

    PatientLookup(FhirServer server, FhirSettings settings) {
        this.server = server;
        this.pages = new PageReader(server);
        this.settings = settings;
    }

    /**
     * The one Patient with an NHS number.
     *
     * @throws SourceFaultException {@link FaultCode#PATIENT_NOT_KNOWN} where there is none, {@link
     *     FaultCode#MALFORMED} where several living records carry it
     */
    Entry byNumber(NhsNumber number, Budget budget, Deadline deadline) {
        var carriers = carriersOf(number, budget, deadline);
        var surviving = carriers.stream().filter(entry -> survives(entry.resource())).toList();
        var candidates = surviving.isEmpty() ? carriers : surviving;
        return switch (candidates.size()) {
            case 0 -> throw Faults.patientNotKnown();
            case 1 -> candidates.getFirst();
            default ->
                    throw Faults.fault(
                            FaultCode.MALFORMED,
                            "the source has several patients under one NHS number");
        };
    }

    /** Every Patient that carries an NHS number. */
    List<Entry> carriersOf(NhsNumber number, Budget budget, Deadline deadline) {
        var form =
                new QueryText()
                        .with("identifier", NhsNumber.SYSTEM + "|" + number.value())
                        .with("_count", Integer.toString(settings.pageSize()));
        return search(form, budget, deadline).stream()
                .filter(entry -> carries(entry.resource(), number))
                .toList();
    }

    /**
     * Patients by any parameters.
     *
     * @throws SourceFaultException where the answer is not whole: half of the candidates is worse
     *     than none
     */
    List<Entry> search(QueryText query, Budget budget, Deadline deadline) {
        var call =
                settings.searchByPost()
                        ? server.searchByForm("Patient", query, budget)
                        : server.search("Patient", query, budget);
        var pages = whole(this.pages.read(call, PageReader.Kind.SEARCH, budget, deadline));
        return pages.entries().stream()
                .filter(entry -> entry.resource().type().equals("Patient"))
                .toList();
    }

    Optional<Entry> byId(String id, Budget budget, Deadline deadline) {
        return server.readResource("Patient", id, budget, deadline);
    }

    private Pages whole(PageReader.Result result) {
        return switch (result) {
            case PageReader.Result.Read read -> {
                if (read.pages().missing() != null) {
                    throw new SourceFaultException(read.pages().missing());
                }
                yield read.pages();
            }
            case PageReader.Result.Refused refused -> throw refused(refused.status());
        };
    }

    private SourceFaultException refused(int status) {
        if (settings.searchByPost() && (status == 404 || status == 405 || status == 501)) {
            return Faults.fault(
                    FaultCode.MISCONFIGURED,
                    "the source takes no searches by POST; its definition needs search-method: get");
        }
        return Faults.refused(status);
    }

    private static boolean survives(Resource patient) {
        return !patient.value("active").equals(Optional.of("false"))
                && !patient.values("link.type").contains("replaced-by");
    }

    private static boolean carries(Resource patient, NhsNumber number) {
        var systems = patient.values("identifier.system");
        var values = patient.values("identifier.value");
        if (!systems.contains(NhsNumber.SYSTEM)) {
            return false;
        }
        if (systems.size() == values.size() && systems.size() == 1) {
            return isNumber(values.getFirst(), number);
        }
        // Identifiers may lack either part, so that the two lists do not go side by side.
        for (var identifier : patient.toTree().path("identifier")) {
            if (identifier.path("system").asString("").equals(NhsNumber.SYSTEM)
                    && isNumber(identifier.path("value").asString(""), number)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(String text, NhsNumber number) {
        return NhsNumber.parse(text).equals(Optional.of(number));
    }
}
