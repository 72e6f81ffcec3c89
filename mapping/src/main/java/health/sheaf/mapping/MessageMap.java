package health.sheaf.mapping;

import health.sheaf.mapping.hl7v2.V2Message;
import health.sheaf.spi.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled map of messages: one message becomes one R4 Bundle. Immutable and thread-safe.
 *
 * <p>The ids of a Bundle follow from the message alone, so that the same message gives the same
 * bytes, whenever and wherever it is read.
 */
public final class MessageMap {

    /**
     * One kind of resource a message gives.
     *
     * @param name what references call it
     * @param each what it is made of, looked for in the whole message
     * @param key what identifies it for ever; {@code null}: only this message knows it
     */
    record Rule(
            String type,
            String name,
            NativePath each,
            @Nullable Leaf key,
            Template.ObjectTemplate template) {}

    private final NativePaths paths;
    private final List<Rule> rules;
    private final Set<String> absent;

    MessageMap(NativePaths paths, List<Rule> rules, Set<String> absent) {
        this.paths = paths;
        this.rules = List.copyOf(rules);
        this.absent = Set.copyOf(absent);
    }

    /**
     * Reads and compiles a map.
     *
     * @param zone of times without one, where the map names none itself
     * @throws DefinitionException where it is wrong, with line and column
     */
    public static MessageMap load(Path file, ZoneId zone) {
        return MessageMapCompiler.compile(Yaml.read(file), file.toAbsolutePath().getParent(), zone);
    }

    /** Compiles a map that is no file. */
    public static MessageMap parse(String text, String name) {
        return MessageMapCompiler.compile(Yaml.parse(text, name), null, RowMapCompiler.LONDON);
    }

    /**
     * The library of a format that ships with the product.
     *
     * @param format {@code hl7v2}
     * @param zone of times without one
     */
    public static MessageMap library(String format, ZoneId zone) {
        return MessageMapCompiler.compile(MapLibrary.read(format), null, zone);
    }

    /** The Bundle of a message, as a tree that is the caller's. */
    public ObjectNode bundle(V2Message message, Issues issues) {
        return bundle(V2Groups.of(message), seed(message), issues);
    }

    private static String seed(V2Message message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(message.wire().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The Bundle of a message of any format.
     *
     * @param root the message as a whole
     * @param seed what the ids follow from: other messages have another
     */
    ObjectNode bundle(NativeRecord root, String seed, Issues issues) {
        var making = new BundleMaking(seed);
        List<Runnable> jobs = new ArrayList<>();
        List<ObjectNode> resources = new ArrayList<>();
        for (var rule : rules) {
            for (var record : rule.each().everywhere(root)) {
                var scope = Scope.of(record, paths, making, absent, issues);
                var key = rule.key() == null ? null : rule.key().eval().of(scope).asText();
                var planned = making.plan(rule.type(), rule.name(), record, key);
                jobs.add(() -> {
                    making.working(planned);
                    resources.add(resource(rule, planned, scope));
                });
            }
        }
        jobs.forEach(Runnable::run);
        resources.addAll(making.taken());
        return bundleOf(resources);
    }

    private static ObjectNode resource(Rule rule, BundleMaking.Planned planned, Scope scope) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("resourceType", rule.type());
        node.put("id", planned.id());
        rule.template().fill(node, scope);
        rule.template().fillRequired(node, scope);
        return node;
    }

    private static ObjectNode bundleOf(List<ObjectNode> resources) {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        boolean message =
                !resources.isEmpty()
                        && resources
                                .getFirst()
                                .path("resourceType")
                                .asString()
                                .equals("MessageHeader");
        bundle.put("type", message ? "message" : "collection");
        var entries = JsonNodeFactory.instance.arrayNode();
        for (var resource : resources) {
            var entry = entries.addObject();
            entry.put("fullUrl", "urn:uuid:" + resource.path("id").asString());
            entry.set("resource", resource);
        }
        if (!entries.isEmpty()) {
            bundle.set("entry", entries);
        }
        return bundle;
    }
}
