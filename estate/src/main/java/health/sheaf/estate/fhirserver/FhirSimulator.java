package health.sheaf.estate.fhirserver;

import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.fault.Switchable;
import health.sheaf.estate.fhirserver.Cursors.Item;
import health.sheaf.estate.fhirserver.Cursors.Rest;
import health.sheaf.estate.http.LocalServer;
import health.sheaf.estate.http.Reply;
import health.sheaf.estate.http.Request;
import health.sheaf.estate.http.Request.Parameter;
import health.sheaf.estate.records.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One FHIR R4 server of the region: real HTTP, real searches, the habits of its product. */
public final class FhirSimulator implements Switchable, AutoCloseable {

    private static final String BASE_PATH = "/fhir";
    private static final String FHIR_JSON = "application/fhir+json;charset=utf-8";
    private static final int WORTH_COMPRESSING = 512;
    private static final Set<String> EVERYTHING_PARAMETERS =
            Set.of("start", "end", "_since", "_type", "_count");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final Habit habit;
    private final Access access;
    private final Shelf shelf;
    private final Cursors cursors;
    private final Faults faults;
    private final LocalServer server;

    /**
     * @param port nought: any free one
     * @param random for the names of pages
     */
    public FhirSimulator(
            Habit habit,
            Access access,
            Records records,
            int port,
            Faults faults,
            RandomGenerator random) {
        this.habit = habit;
        this.access = access;
        this.shelf = new Shelf(records);
        this.cursors = new Cursors(random);
        this.faults = faults;
        this.server = new LocalServer(habit.source().id(), port, faults, this::answer);
    }

    @Override
    public String id() {
        return habit.source().id();
    }

    @Override
    public String kind() {
        return "fhir";
    }

    @Override
    public String address() {
        return server.origin() + BASE_PATH;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public boolean running() {
        return server.running();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        try {
            return compress(request, route(request));
        } catch (Refused e) {
            return render(e.status(), Statements.outcome(e.code(), e.words()));
        }
    }

    private Reply route(Request request) {
        var path = request.path();
        if (!path.equals(BASE_PATH) && !path.startsWith(BASE_PATH + "/")) {
            throw new Refused(404, "not-found", "the FHIR server is at " + BASE_PATH);
        }
        var steps = path.substring(Math.min(path.length(), BASE_PATH.length() + 1)).split("/", -1);
        if (steps[0].equals("metadata")) {
            return render(200, Statements.capability(habit, address()));
        }
        var refusal = access.refuse(request);
        if (refusal.isPresent()) {
            var reply = render(refusal.get().status(), Statements.outcome("login", "not allowed"));
            var challenge = refusal.get().challenge();
            return challenge.isEmpty() ? reply : reply.with("WWW-Authenticate", challenge);
        }
        boolean get = request.method().equals("GET") || request.method().equals("HEAD");
        if (steps[0].isEmpty() && get) {
            return page(request);
        }
        if (!habit.serves(steps[0])) {
            throw new Refused(404, "not-supported", "this server does not serve that type");
        }
        if (request.method().equals("POST") && steps.length == 2 && steps[1].equals("_search")) {
            var parameters = new ArrayList<>(request.query());
            parameters.addAll(request.form());
            return search(request, steps[0], parameters);
        }
        if (!get) {
            throw new Refused(405, "not-supported", "this server is read-only");
        }
        if (steps.length == 1) {
            return search(request, steps[0], request.query());
        }
        boolean everything =
                steps.length == 3
                        && habit.everything()
                        && steps[0].equals("Patient")
                        && steps[2].equals("$everything");
        if (everything) {
            return everything(request, steps[1]);
        }
        boolean firstVersion =
                steps.length == 4 && steps[2].equals("_history") && steps[3].equals("1");
        if (steps.length == 2 || firstVersion) {
            return read(request, steps[0], steps[1]);
        }
        throw new Refused(404, "not-supported", "no such operation");
    }

    private Reply read(Request request, String type, String id) {
        var resource =
                shelf.find(type, id)
                        .orElseThrow(() -> new Refused(404, "not-found", "no such resource"));
        var meta = resource.path("meta");
        var tag = "W/\"" + meta.path("versionId").asString("1") + "\"";
        if (request.header("If-None-Match").filter(tag::equals).isPresent()) {
            return new Reply(304, Map.of("ETag", tag), new byte[0]);
        }
        var changed =
                java.time.OffsetDateTime.parse(meta.path("lastUpdated").asString(""))
                        .withOffsetSameInstant(java.time.ZoneOffset.UTC);
        return render(200, resource)
                .with("ETag", tag)
                .with(
                        "Last-Modified",
                        DateTimeFormatter.ofPattern(
                                        "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                                .format(changed));
    }

    private Reply search(Request request, String type, List<Parameter> parameters) {
        boolean strict =
                request.header("Prefer").filter(p -> p.contains("handling=strict")).isPresent();
        var search = new Search(habit, shelf, type, parameters, strict);
        var items = slipIn(search.run(), search.patient(), type);
        int matches = (int) items.stream().filter(item -> item.mode().equals("match")).count();
        return bundle(new Rest(search.self(), items, search.pageSize(), matches));
    }

    private Reply everything(Request request, String patientId) {
        var chart = shelf.chart(patientId);
        if (chart.isEmpty()) {
            throw new Refused(404, "not-found", "no such patient");
        }
        int pageSize = habit.pageSize();
        Set<String> types = Set.of();
        @Nullable String since = null;
        var window = new ArrayList<String>();
        for (var parameter : request.query()) {
            switch (parameter.name()) {
                case "_count" -> pageSize = count(parameter.value());
                case "_type" -> types = Set.of(parameter.value().split(",", -1));
                case "_since" -> since = parameter.value();
                case "start" -> window.add("ge" + parameter.value());
                case "end" -> window.add("le" + parameter.value());
                case String other -> {}
            }
        }
        var items = new ArrayList<Item>();
        for (var tree : withShared(chart)) {
            if (wanted(tree, types, since, window)) {
                items.add(new Item(tree, "match"));
            }
        }
        var self = "Patient/" + patientId + "/$everything" + kept(request);
        var all = slipIn(items, patientId, "Observation");
        return bundle(new Rest(self, all, pageSize, all.size()));
    }

    private static String kept(Request request) {
        var query = new StringBuilder();
        for (var parameter : request.query()) {
            if (EVERYTHING_PARAMETERS.contains(parameter.name())) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=')
                        .append(parameter.value());
            }
        }
        return query.toString();
    }

    private int count(String value) {
        if (!value.matches("[0-9]{1,6}")) {
            throw new Refused(400, "value", "_count must be a number");
        }
        return Math.clamp(Integer.parseInt(value), 1, habit.maxPageSize());
    }

    private List<ObjectNode> withShared(List<ObjectNode> chart) {
        var all = new LinkedHashSet<>(chart);
        for (var tree : chart) {
            for (var target : References.in(tree, "")) {
                shelf.find(target.type(), target.id()).ifPresent(all::add);
            }
        }
        return List.copyOf(all);
    }

    private static boolean wanted(
            ObjectNode tree, Set<String> types, @Nullable String since, List<String> window) {
        var type = tree.path("resourceType").asString("");
        if (!types.isEmpty() && !types.contains(type)) {
            return false;
        }
        var changed = Span.of(tree.path("meta").path("lastUpdated"));
        if (since != null && changed.filter(s -> Span.matches(s, "ge" + since)).isEmpty()) {
            return false;
        }
        var date =
                SearchParameters.find(type, "date").stream()
                        .flatMap(date2 -> Matching.values(tree, date2.paths()).stream())
                        .flatMap(node -> Span.of(node).stream())
                        .findFirst();
        // What has no clinical date is always part of everything.
        return date.isEmpty() || window.stream().allMatch(value -> Span.matches(date.get(), value));
    }

    /** One resource of somebody else's in the middle, where the switchboard asks for it. */
    private List<Item> slipIn(List<Item> items, @Nullable String patientId, String type) {
        if (!faults.foreign() || patientId == null) {
            return items;
        }
        var strange = new ArrayList<>(items);
        var foreign = shelf.chart(shelf.somebodyElse(patientId));
        foreign.stream()
                .filter(tree -> tree.path("resourceType").asString("").equals(type))
                .findFirst()
                .ifPresent(tree -> strange.add(items.size() / 2, new Item(tree, "match")));
        return strange;
    }

    private Reply page(Request request) {
        var name =
                request.query("_page")
                        .orElseThrow(() -> new Refused(404, "not-found", "nothing is here"));
        var rest =
                cursors.find(name)
                        .orElseThrow(() -> new Refused(410, "expired", "the page has gone"));
        return bundle(rest);
    }

    private Reply bundle(Rest result) {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", result.total());
        var links = bundle.putArray("link");
        links.addObject().put("relation", "self").put("url", address() + "/" + result.self());
        int size = Math.min(result.pageSize(), result.rest().size());
        if (size < result.rest().size()) {
            var rest = result.rest().subList(size, result.rest().size());
            var name =
                    cursors.keep(new Rest(result.self(), rest, result.pageSize(), result.total()));
            links.addObject().put("relation", "next").put("url", address() + "/?_page=" + name);
        }
        if (size > 0) {
            var entries = bundle.putArray("entry");
            for (var item : result.rest().subList(0, size)) {
                var resource = item.resource();
                var entry = entries.addObject();
                entry.put(
                        "fullUrl",
                        "%s/%s/%s"
                                .formatted(
                                        address(),
                                        resource.path("resourceType").asString(""),
                                        resource.path("id").asString("")));
                entry.set("resource", resource);
                entry.putObject("search").put("mode", item.mode());
            }
        }
        return render(200, bundle);
    }

    private Reply render(int status, ObjectNode tree) {
        var writer = habit.pretty() ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer();
        return new Reply(status, Map.of("Content-Type", FHIR_JSON), writer.writeValueAsBytes(tree));
    }

    private Reply compress(Request request, Reply reply) {
        boolean accepted =
                request.header("Accept-Encoding").filter(e -> e.contains("gzip")).isPresent();
        if (!habit.gzip() || !accepted || reply.body().length < WORTH_COMPRESSING) {
            return reply;
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(reply.status(), reply.headers(), bytes.toByteArray())
                .with("Content-Encoding", "gzip");
    }
}
