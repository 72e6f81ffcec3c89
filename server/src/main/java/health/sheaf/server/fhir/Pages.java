package health.sheaf.server.fhir;

import health.sheaf.core.record.PatientRecord;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cuts results into pages. */
final class Pages {

    static final Duration CURSOR_LIVES = Duration.ofHours(1);

    private final FhirParts parts;

    Pages(FhirParts parts) {
        this.parts = parts;
    }

    /**
     * One page.
     *
     * @param from its first match
     * @param count matches on it
     * @param links to itself and its neighbours
     */
    record Page(int from, int count, Map<String, String> links) {}

    /** The first page; all of it where no size was asked for. */
    Page first(Exchange exchange, InRecord request, PatientRecord record, Selection selection) {
        int size = selection.matches().size();
        var self = Map.of("self", self(exchange.base(), request, exchange.query()));
        if (request.shape().count().isEmpty() || size <= request.shape().count().getAsInt()) {
            return new Page(0, size, self);
        }
        var result = PagedResult.of(request, record, selection);
        var now = parts.clock().instant();
        var cursor =
                new Cursor(
                        exchange.requester().requestId() + "." + now.toEpochMilli(),
                        request.patientId(),
                        request.type(),
                        encoded(exchange.query()),
                        0,
                        result.fingerprints(),
                        result.failed(),
                        now);
        keep(exchange, cursor, result);
        return at(exchange, cursor, result);
    }

    void keep(Exchange exchange, Cursor cursor, PagedResult result) {
        parts.pages().keep(cursor.held(), Cursor.ownerOf(exchange.requester()), result);
    }

    /** The cursor of a request for a page. */
    Cursor cursor(Exchange exchange) {
        var text = exchange.query().single("cursor").orElse("");
        var cursor =
                Cursor.open(parts.seal(), text, exchange.requester())
                        .orElseThrow(() -> new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND));
        if (cursor.since().plus(CURSOR_LIVES).isBefore(parts.clock().instant())) {
            throw new HttpProblem(
                    HttpCode.GONE, "These pages are too old. Start again from the first page.");
        }
        return cursor;
    }

    Optional<PagedResult> fromMemory(Exchange exchange, Cursor cursor) {
        return parts.pages().find(cursor.held(), Cursor.ownerOf(exchange.requester()));
    }

    /** The page a cursor stands at. */
    Page at(Exchange exchange, Cursor cursor, PagedResult result) {
        int count = result.request().shape().count().orElse(ShapeReader.MAX_COUNT);
        int size = result.selection().matches().size();
        int from = Math.min(cursor.offset(), size);
        var links = new LinkedHashMap<String, String>();
        links.put(
                "self",
                from == 0
                        ? self(exchange.base(), result.request(), Query.of(cursor.query(), ""))
                        : url(exchange, cursor.at(from)));
        if (from + count < size) {
            links.put("next", url(exchange, cursor.at(from + count)));
        }
        if (from > 0) {
            links.put("previous", url(exchange, cursor.at(Math.max(0, from - count))));
        }
        return new Page(from, count, links);
    }

    private String url(Exchange exchange, Cursor cursor) {
        return exchange.base()
                + "/_page?cursor="
                + cursor.sealed(parts.seal(), exchange.requester());
    }

    /** The parameters of a record's search hold nothing that identifies anybody. */
    private static String self(String base, InRecord request, Query query) {
        var path =
                request.isEverything()
                        ? "/Patient/" + request.patientId() + "/$everything"
                        : "/" + request.type();
        var parameters = encoded(query);
        return base + path + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static String encoded(Query query) {
        return query.all().stream()
                .map(parameter ->
                        encoded(
                                        parameter.modifier().isEmpty()
                                                ? parameter.name()
                                                : parameter.name() + ":" + parameter.modifier())
                                + "="
                                + encoded(parameter.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
