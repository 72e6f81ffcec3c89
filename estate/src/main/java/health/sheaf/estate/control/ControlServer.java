package health.sheaf.estate.control;

import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.fault.Switchable;
import health.sheaf.estate.http.LocalServer;
import health.sheaf.estate.http.Reply;
import health.sheaf.estate.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The switchboard: {@code POST /sources/<id>/<action>} breaks or heals a source, {@code GET
 * /sources/<id>} says how it is. Actions: {@code stop}, {@code start}, {@code latency?ms=N} (also
 * {@code slow}), {@code hang}, {@code cut?bytes=N[&clean=true]}, {@code foreign}, {@code heal}.
 */
public final class ControlServer implements AutoCloseable {

    private static final Pattern PATH =
            Pattern.compile("/sources(?:/([a-z0-9-]+)(?:/([a-z]+))?)?/?");
    private static final long MAX_LATENCY = 600_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Switchable> sources = new LinkedHashMap<>();
    private final LocalServer server;

    /**
     * @param port nought: any free one
     */
    public ControlServer(int port, List<? extends Switchable> sources) {
        sources.forEach(source -> this.sources.put(source.id(), source));
        this.server = new LocalServer("control", port, new Faults(Duration.ZERO), this::answer);
    }

    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The address to which the actions of a source are posted. */
    public String control(String id) {
        return server.origin() + "/sources/" + id;
    }

    private Reply answer(Request request) {
        var path = PATH.matcher(request.path());
        if (!path.matches()) {
            return error(404, "there is only /sources, /sources/<id> and /sources/<id>/<action>");
        }
        if (path.group(1) == null) {
            var all = JsonNodeFactory.instance.arrayNode();
            sources.values().forEach(source -> all.add(status(source)));
            return Reply.json(200, JSON.writeValueAsString(all) + "\n");
        }
        var source = sources.get(path.group(1));
        if (source == null) {
            return error(404, "no such source; there are " + sources.keySet());
        }
        if (path.group(2) == null) {
            return Reply.json(200, JSON.writeValueAsString(status(source)) + "\n");
        }
        if (!request.method().equals("POST")) {
            return error(405, "actions are posted");
        }
        try {
            act(source, path.group(2), request);
        } catch (IllegalArgumentException e) {
            return error(400, Optional.ofNullable(e.getMessage()).orElse("bad request"));
        }
        return Reply.json(200, JSON.writeValueAsString(status(source)) + "\n");
    }

    private static void act(Switchable source, String action, Request request) {
        var faults = source.faults();
        switch (action) {
            case "stop" -> source.stop();
            case "start" -> source.start();
            case "latency", "slow" ->
                    faults.slow(Duration.ofMillis(number(request, "ms", MAX_LATENCY)));
            case "hang" -> faults.hang();
            case "cut" ->
                    faults.cutAfter(
                            number(request, "bytes", Integer.MAX_VALUE),
                            request.query("clean").filter("true"::equals).isPresent()
                                    ? Faults.Cut.CLEAN
                                    : Faults.Cut.BREAK);
            case "foreign" -> slipIn(source);
            case "heal" -> {
                faults.heal();
                source.start();
            }
            case String other ->
                    throw new IllegalArgumentException(
                            "no action '%s'; there are stop, start, latency, hang, cut, foreign, heal"
                                    .formatted(other));
        }
    }

    private static void slipIn(Switchable source) {
        if (!source.kind().equals("fhir")) {
            throw new IllegalArgumentException("only a FHIR source can slip in a foreign resource");
        }
        source.faults().slipIn();
    }

    private static long number(Request request, String name, long most) {
        var text =
                request.query(name)
                        .filter(digits -> digits.matches("[0-9]{1,10}"))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'" + name + "' must be a whole number"));
        long number = Long.parseLong(text);
        if (number > most) {
            throw new IllegalArgumentException("'" + name + "' must be at most " + most);
        }
        return number;
    }

    private static ObjectNode status(Switchable source) {
        var faults = source.faults();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", source.id())
                .put("kind", source.kind())
                .put("address", source.address())
                .put("running", source.running())
                .put("latencyMs", faults.latency().toMillis())
                .put("hanging", faults.hanging())
                .put("cutAfterBytes", faults.cutAfter())
                .put("foreign", faults.foreign());
    }

    private static Reply error(int status, String message) {
        var body = JsonNodeFactory.instance.objectNode().put("error", message);
        return Reply.json(status, JSON.writeValueAsString(body) + "\n");
    }
}
