package health.sheaf.connector.fhir;

import health.sheaf.spi.BundlePage;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.JsonRefusedException;
import health.sheaf.spi.Origin;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import health.sheaf.transport.HttpAnswer;
import health.sheaf.transport.HttpCall;
import health.sheaf.transport.HttpSource;
import health.sheaf.transport.QueryText;
import health.sheaf.transport.SmallJson;
import health.sheaf.transport.UrlText;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A FHIR server's interactions, as bytes become resources: nothing that is not whole, well-formed
 * and of the kind that was asked for gets past here.
 */
final class FhirServer {

    private static final String ACCEPT = "application/fhir+json";
    private static final Set<String> JSON_TYPES =
            Set.of("application/fhir+json", "application/json", "application/json+fhir");

    private final SourceId source;
    private final HttpSource http;
    private final FhirJson json;
    private final Clock clock;

    /** What came back for a request for a page. */
    sealed interface Reply {

        /**
         * A page.
         *
         * @param address where it came from; its links are relative to this
         */
        record Page(BundlePage bundle, URI address) implements Reply {}

        /** A 4xx that is no fault yet: an unknown type, id, operation or parameter. */
        record Refused(int status) implements Reply {}
    }

    FhirServer(SourceId source, SourceLimits limits, HttpSource http, Clock clock) {
        this.source = source;
        this.http = http;
        this.clock = clock;
        var most = FhirJson.Limits.SOURCE;
        this.json =
                new FhirJson(
                        new FhirJson.Limits(
                                (int) Math.min(limits.maxBytes(), most.maxBytes()),
                                most.maxDepth(),
                                most.maxStringBytes(),
                                most.maxNumberLength(),
                                most.maxExponent(),
                                most.maxTokens(),
                                Math.min(limits.maxEntries(), most.maxEntries())));
    }

    URI base() {
        return http.base();
    }

    void close() {
        http.close();
    }

    /** {@code GET [base]/Type?…}. */
    HttpCall search(String type, QueryText query, Budget budget) {
        return HttpCall.get(
                base().resolve(UrlText.segment(type) + "?" + query.encoded()),
                ACCEPT,
                budget.bytesLeft());
    }

    /** {@code POST [base]/Type/_search}: the parameters stay out of the address. */
    HttpCall searchByForm(String type, QueryText form, Budget budget) {
        return HttpCall.post(
                base().resolve(UrlText.segment(type) + "/_search"),
                ACCEPT,
                form,
                budget.bytesLeft());
    }

    /** {@code GET [base]/Patient/id/$everything}. */
    HttpCall everything(String id, QueryText query, Budget budget) {
        return HttpCall.get(
                base().resolve(
                                "Patient/"
                                        + UrlText.segment(id)
                                        + "/$everything?"
                                        + query.encoded()),
                ACCEPT,
                budget.bytesLeft());
    }

    HttpCall page(URI address, Budget budget) {
        return HttpCall.get(address, ACCEPT, budget.bytesLeft());
    }

    URI link(URI from, String link) {
        return http.link(from, link);
    }

    /**
     * Reads one page.
     *
     * @param bundles the types of Bundle that may come
     * @throws SourceFaultException where it does not come or is no such Bundle
     */
    Reply read(HttpCall call, Set<String> bundles, Budget budget, Deadline deadline) {
        var answer = http.exchange(call, deadline);
        if (answer.status() >= 400) {
            return new Reply.Refused(answer.status());
        }
        checkJson(answer);
        budget.spendBytes(answer.body().length);
        try {
            var bundle = json.readBundle(answer.body());
            if (!bundles.contains(bundle.type())) {
                throw Faults.unexpected("the source answered with another bundle than a result");
            }
            return new Reply.Page(bundle, answer.address());
        } catch (JsonRefusedException e) {
            throw Faults.of(e);
        }
    }

    /**
     * Reads one resource.
     *
     * @return empty where the server has none of that type and id
     * @throws SourceFaultException where it does not come or is another one
     */
    Optional<Entry> readResource(String type, String id, Budget budget, Deadline deadline) {
        var address = base().resolve(UrlText.segment(type) + "/" + UrlText.segment(id));
        var read = resource(address, budget, deadline);
        if (read.isPresent()
                && !(read.get().type().equals(type) && read.get().id().equals(Optional.of(id)))) {
            throw Faults.unexpected("the source answered with another resource than asked for");
        }
        return read.map(this::entry);
    }

    /**
     * @throws SourceFaultException where it does not come or is something else
     */
    Resource statement(Budget budget, Deadline deadline) {
        return resource(base().resolve("metadata"), budget, deadline)
                .filter(resource -> resource.type().equals("CapabilityStatement"))
                .orElseThrow(() -> Faults.unexpected("the source does not state what it can do"));
    }

    /**
     * Small JSON that is no FHIR.
     *
     * @throws SourceFaultException where it does not come or is none
     */
    JsonNode status(String relative, Deadline deadline) {
        var address = http.link(base(), relative);
        var call = HttpCall.get(address, "application/json", SmallJson.MAX_BYTES);
        var answer = http.exchange(call, deadline);
        if (answer.status() != 200) {
            throw Faults.unexpected("the source does not say how current its data are");
        }
        return SmallJson.read(answer.body());
    }

    /**
     * @throws SourceFaultException where the resource has no id
     */
    Entry entry(Resource resource) {
        var id =
                resource.id()
                        .orElseThrow(() ->
                                Faults.fault(
                                        FaultCode.MALFORMED,
                                        "the source's answer holds an entry without id"));
        return new Entry(
                resource,
                Origin.direct(
                        source,
                        resource.type(),
                        id,
                        resource.versionId().orElse(null),
                        clock.instant()));
    }

    private Optional<Resource> resource(URI address, Budget budget, Deadline deadline) {
        var answer = http.exchange(HttpCall.get(address, ACCEPT, budget.bytesLeft()), deadline);
        switch (answer.status()) {
            case 404, 410 -> {
                return Optional.empty();
            }
            default -> {
                if (answer.status() >= 400) {
                    throw Faults.refused(answer.status());
                }
            }
        }
        checkJson(answer);
        budget.spendBytes(answer.body().length);
        try {
            return Optional.of(json.read(answer.body()));
        } catch (JsonRefusedException e) {
            throw Faults.of(e);
        }
    }

    private static void checkJson(HttpAnswer answer) {
        if (answer.status() != 200) {
            throw Faults.unexpected("the source answered without content");
        }
        if (answer.body().length == 0) {
            throw Faults.unexpected("the source answered with nothing at all");
        }
        if (!JSON_TYPES.contains(answer.mediaType())) {
            throw Faults.unexpected("the source answered with something else than FHIR JSON");
        }
    }
}
