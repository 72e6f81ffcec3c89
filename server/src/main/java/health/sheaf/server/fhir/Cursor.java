package health.sheaf.server.fhir;

import health.sheaf.core.identity.Seal;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Requester;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a client stands in a result. It travels with the client, sealed for its user: nobody else
 * can use it, read it or change it.
 *
 * @param held names the result in memory, while it is there
 * @param patientId whose record
 * @param type the type searched; empty for {@code $everything}
 * @param query the parameters, as they came
 * @param offset the first match of the page
 * @param fingerprints of what each source gave
 * @param failed the sources that gave nothing, with their verdict
 * @param since when the result was made
 */
record Cursor(
        String held,
        String patientId,
        String type,
        String query,
        int offset,
        Map<String, String> fingerprints,
        Map<String, String> failed,
        Instant since) {

    Cursor {
        fingerprints = Map.copyOf(fingerprints);
        failed = Map.copyOf(failed);
    }

    Cursor at(int otherOffset) {
        return new Cursor(held, patientId, type, query, otherOffset, fingerprints, failed, since);
    }

    /**
     * For whom a result is: the user in this role, for this purpose, with these scopes, under these
     * rules.
     */
    static String ownerOf(Requester requester) {
        var user = requester.user();
        return String.join(
                "\n",
                user.id(),
                user.role(),
                user.organisation().value(),
                requester.purpose().code(),
                requester.scopes().stream().sorted().collect(Collectors.joining(" ")),
                Policy.VERSION);
    }

    String sealed(Seal seal, Requester requester) {
        var node = OperationOutcomes.JSON.createObjectNode();
        node.put("h", held);
        node.put("p", patientId);
        node.put("t", type);
        node.put("q", query);
        node.put("o", offset);
        node.put("s", since.getEpochSecond());
        var prints = node.putObject("f");
        new TreeMap<>(fingerprints).forEach(prints::put);
        var gone = node.putObject("x");
        new TreeMap<>(failed).forEach(gone::put);
        return seal.seal(OperationOutcomes.JSON.writeValueAsBytes(node), aad(requester));
    }

    /** The cursor behind a text; empty where it is none, or somebody else's. */
    static Optional<Cursor> open(Seal seal, String text, Requester requester) {
        return seal.open(text, aad(requester)).flatMap(Cursor::read);
    }

    private static Optional<Cursor> read(byte[] json) {
        try {
            var node = OperationOutcomes.JSON.readTree(json);
            return Optional.of(
                    new Cursor(
                            node.get("h").asString(),
                            node.get("p").asString(),
                            node.get("t").asString(),
                            node.get("q").asString(),
                            node.get("o").asInt(),
                            map(node.get("f")),
                            map(node.get("x")),
                            Instant.ofEpochSecond(node.get("s").asLong())));
        } catch (JacksonException e) {
            // Sealed by us, but by another version: as good as none.
            return Optional.empty();
        }
    }

    private static Map<String, String> map(JsonNode node) {
        return node.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
    }

    private static byte[] aad(Requester requester) {
        return ("sheaf cursor v1\n" + ownerOf(requester)).getBytes(StandardCharsets.UTF_8);
    }
}
