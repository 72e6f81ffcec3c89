package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Data that nobody here wrote goes through unaltered; Jackson reads the same in it. */
final class CorporaTest {

    private static final JsonMapper JACKSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    @Test
    void everyEntryOfEveryBundleIsASliceOfItAndReadAsJacksonReadsIt() throws IOException {
        for (var indented : Synthea.bundles(20)) {
            var tree = JACKSON.readTree(indented);
            for (var json : new byte[][] {indented, JACKSON.writeValueAsBytes(tree)}) {
                checkItems(Json.DOOR.readBundle(json), json, tree);
            }
        }
    }

    private static void checkItems(BundlePage page, byte[] json, JsonNode tree) {
        var text = new String(json, UTF_8);
        int from = 0;
        assertThat(page.items()).hasSize(tree.get("entry").size()).isNotEmpty();
        for (int i = 0; i < page.items().size(); i++) {
            var resource = page.items().get(i).resource();
            var expected = tree.get("entry").get(i).get("resource");
            assertThat(resource.toTree()).isEqualTo(expected);
            assertThat(resource.type()).isEqualTo(expected.get("resourceType").stringValue());
            assertThat(resource.references()).isEqualTo(references(expected));
            from = text.indexOf(Json.text(resource), from);
            assertThat(from).as("entry %s stands in the bundle as it is", i).isPositive();
            from += resource.length();
        }
    }

    @Test
    void rewritingChangesIdReferencesAndSourceAndNothingElse() throws IOException {
        for (var json : Synthea.bundles(8)) {
            for (var item : Json.DOOR.readBundle(json).items()) {
                var resource = item.resource();
                var rewritten = resource.rewritten("new-id", r -> "X/" + r, "urn:sheaf:source");

                var expected = resource.toTree().put("id", "new-id");
                if (!expected.has("meta")) {
                    expected.putObject("meta");
                }
                ((ObjectNode) expected.get("meta")).put("source", "urn:sheaf:source");
                rewriteReferences(expected);
                assertThat(rewritten.toTree()).isEqualTo(expected);
                assertThat(rewritten.references()).isEqualTo(references(expected));
                assertThat(rewritten.toBytes()).hasSize(rewritten.length());
            }
        }
    }

    @Test
    void aBundleCutAnywhereIsRefused() throws IOException {
        var json = Synthea.largest();
        int step = json.length / 200;
        for (int cut = 0; cut < json.length - 2; cut += step) {
            var part = Arrays.copyOf(json, cut);

            assertThat(Json.refusal(() -> Json.DOOR.readBundle(part)))
                    .as("cut at %s", cut)
                    .hasValueSatisfying(refused ->
                            assertThat(refused.refusal()).isEqualTo(JsonRefusal.TRUNCATED));
        }
    }

    @Test
    void naughtyStringsComeOutAsTheyWentInOrAreRefused() throws IOException {
        var strings =
                JACKSON.readTree(
                        Files.readAllBytes(Corpora.find("vectors/naughty-strings/blns.json")));
        int refused = 0;
        for (var node : strings) {
            var naughty = node.stringValue();
            var tree = JACKSON.createObjectNode().put("resourceType", "Basic").put("x", naughty);
            if (hasForbiddenControl(naughty)) {
                assertThat(Json.refusal(() -> Json.DOOR.of(tree))).as(naughty).isPresent();
                refused++;
                continue;
            }
            var resource = Json.DOOR.of(tree);
            assertThat(resource.value("x")).contains(naughty);
            assertThat(resource.toTree()).isEqualTo(tree);
            assertThat(Json.DOOR.read(resource.toBytes()).toBytes()).isEqualTo(resource.toBytes());
        }
        assertThat(strings.size()).isGreaterThan(500);
        assertThat(refused).isBetween(1, 10);
    }

    private static boolean hasForbiddenControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
    }

    private static List<String> references(JsonNode tree) {
        var found = new ArrayList<String>();
        addReferences(tree, found);
        return found;
    }

    private static void addReferences(JsonNode tree, List<String> found) {
        for (var member : tree.properties()) {
            if (member.getKey().equals("reference") && member.getValue().isString()) {
                found.add(member.getValue().stringValue());
            }
            addReferences(member.getValue(), found);
        }
        if (tree.isArray()) {
            tree.forEach(item -> addReferences(item, found));
        }
    }

    private static void rewriteReferences(JsonNode tree) {
        if (tree instanceof ObjectNode object
                && object.path("reference").isString()
                && !object.path("reference").stringValue().startsWith("#")) {
            object.put("reference", "X/" + object.get("reference").stringValue());
        }
        tree.forEach(CorporaTest::rewriteReferences);
    }
}
