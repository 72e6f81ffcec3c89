package health.sheaf.kit;

import health.sheaf.kit.ScriptedHttpServer.Asked;
import health.sheaf.spi.NhsNumber;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tiny source of the kit's own tests: charts over HTTP, a page of some entries at a time.
 *
 * <p>{@code POST /chart} and {@code POST /find} with a body of {@code name=value} lines: {@code
 * number} or {@code key} or {@code resource}; {@code types}; {@code statusOfObservation}; {@code
 * page}. 404 for a patient it does not know.
 */
final class ChartServer {

    static final int PAGE = 4;

    private ChartServer() {}

    static ScriptedHttpServer start() {
        return ScriptedHttpServer.answering(ChartServer::answer);
    }

    private static HttpAnswer answer(Asked asked) {
        var wanted = patient(asked);
        if (wanted.isEmpty()) {
            return HttpAnswer.status(404);
        }
        var patient = wanted.get();
        if (asked.path().equals("/find")) {
            return HttpAnswer.fhir(bundle(List.of(patient.patient()), ""));
        }
        var types = Arrays.asList(field(asked, "types").orElse("").split(","));
        var status = field(asked, "statusOfObservation");
        var chart =
                patient.resources().stream()
                        .filter(r -> types.contains(r.type()))
                        .filter(r ->
                                status.isEmpty()
                                        || !r.type().equals("Observation")
                                        || r.json().contains("\"status\":\"" + status.get()))
                        .toList();
        int page = field(asked, "page").map(Integer::parseInt).orElse(0);
        int from = Math.min(chart.size(), page * PAGE);
        int until = Math.min(chart.size(), from + PAGE);
        var next = until < chart.size() ? String.valueOf(page + 1) : "";
        var matches = chart.subList(from, until);
        var supporting =
                SharedPatients.supporting().stream()
                        .filter(s ->
                                matches.stream()
                                        .anyMatch(m -> m.json().contains(s.reference() + "\"")));
        return HttpAnswer.fhir(bundle(Stream.concat(matches.stream(), supporting).toList(), next));
    }

    private static Optional<SharedPatient> patient(Asked asked) {
        var number = field(asked, "number");
        var key = field(asked, "key");
        var resource = field(asked, "resource");
        return SharedPatients.all().stream()
                .filter(p ->
                        number.map(n ->
                                        p.numberAtSource()
                                                && p.nhsNumber().equals(new NhsNumber(n)))
                                        .orElse(false)
                                || key.map(k -> p.localId().equals(k)).orElse(false)
                                || resource.map(r ->
                                                p.resources().stream()
                                                        .anyMatch(x -> x.reference().equals(r)))
                                        .orElse(false))
                .findFirst();
    }

    private static Optional<String> field(Asked asked, String name) {
        return asked.bodyText()
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line ->
                        URLDecoder.decode(
                                line.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    private static String bundle(List<SharedResource> resources, String next) {
        var link =
                next.isEmpty()
                        ? ""
                        : "\"link\":[{\"relation\":\"next\",\"url\":\"" + next + "\"}],";
        return resources.stream()
                .map(r -> "{\"resource\":" + r.json() + "}")
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\","
                                        + link
                                        + "\"entry\":[",
                                "]}"));
    }
}
