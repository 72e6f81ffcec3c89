package health.sheaf.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The only entrance for JSON from outside. It reads strictly what RFC 8259 and FHIR R4 allow, in
 * one pass, within {@link Limits}; everything else is refused with a {@link JsonRefusal}. Safe for
 * use by many threads.
 *
 * <p>The resources it makes are views of the bytes given, which must not be changed afterwards.
 */
public final class FhirJson {

    /**
     * What is read at most.
     *
     * @param maxBytes of the whole text
     * @param maxDepth objects and arrays inside each other, no more than 1,000
     * @param maxStringBytes of one string as it is written, Binary.data included
     * @param maxNumberLength characters of one number
     * @param maxExponent of one number, either sign
     * @param maxTokens values of the whole text, objects and arrays included, names not
     * @param maxEntries of one Bundle
     */
    public record Limits(
            int maxBytes,
            int maxDepth,
            int maxStringBytes,
            int maxNumberLength,
            int maxExponent,
            int maxTokens,
            int maxEntries) {

        /** For answers of sources: 50 MB. */
        public static final Limits SOURCE =
                new Limits(50_000_000, 100, 5_000_000, 64, 40, 5_000_000, 20_000);

        /** For bodies of clients: 10 MB. */
        public static final Limits CLIENT =
                new Limits(10_000_000, 100, 5_000_000, 64, 40, 5_000_000, 20_000);

        /** Trees are made by recursion. */
        static final int MOST_DEPTH = 1_000;

        /** A larger number would need more than an index of the tape can count. */
        private static final int MOST_TOKENS = Integer.MAX_VALUE / Tape.NODE - Tape.NODE;

        public Limits {
            if (maxBytes < 1
                    || maxDepth < 1
                    || maxDepth > MOST_DEPTH
                    || maxStringBytes < 1
                    || maxNumberLength < 1
                    || maxExponent < 0
                    || maxTokens < 1
                    || maxTokens > MOST_TOKENS
                    || maxEntries < 0) {
                throw new InvalidValueException("a limit for JSON is out of range");
            }
        }
    }

    /** A NaN goes out as it is, for the door to refuse it: as a string it would pass. */
    private static final JsonMapper WRITER =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private final Limits limits;

    public FhirJson(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads one resource.
     *
     * @param json UTF-8; kept, not copied
     * @throws JsonRefusedException where it is not a resource within the limits
     */
    public Resource read(byte[] json) {
        var tape = JsonScanner.scan(json, limits);
        var resource = IndexedResource.at(tape, Tape.ROOT);
        Shape.checkReferences(tape);
        return resource;
    }

    /**
     * Reads a Bundle. Entries without a resource are left out; those with {@code search.mode} of
     * {@code outcome} are kept.
     *
     * @param json UTF-8; kept, not copied; shared by all its resources
     * @throws JsonRefusedException where it is not a Bundle of resources within the limits
     */
    public BundlePage readBundle(byte[] json) {
        var tape = JsonScanner.scan(json, limits);
        var bundle = IndexedResource.at(tape, Tape.ROOT);
        if (!bundle.type().equals("Bundle")) {
            throw new JsonRefusedException(JsonRefusal.NOT_A_BUNDLE, 0);
        }
        Shape.checkReferences(tape);
        var type = Shape.text(tape, Tape.ROOT, "type");
        return new BundlePage(
                type == null ? "" : type, items(tape), links(tape), Shape.total(tape));
    }

    /**
     * Writes a tree and reads it again, so that what we make passes the same door. Numbers keep
     * their digits.
     *
     * @throws JsonRefusedException where it is not a resource within the limits; the offset counts
     *     in what the tree was written to
     */
    public Resource of(ObjectNode tree) {
        byte[] json;
        try {
            json = WRITER.writeValueAsBytes(tree);
        } catch (StreamConstraintsException e) {
            // The writer has a depth limit of its own, and it is larger than ours.
            throw new JsonRefusedException(JsonRefusal.TOO_DEEP, 0);
        }
        return read(json);
    }

    private List<BundleItem> items(Tape tape) {
        int entries = tape.member(Tape.ROOT, "entry");
        if (entries == Tape.NONE) {
            return List.of();
        }
        Shape.needArray(tape, entries);
        var items = new ArrayList<BundleItem>();
        int count = 0;
        for (int entry = tape.first(entries);
                entry < tape.next(entries);
                entry = tape.next(entry)) {
            if (++count > limits.maxEntries()) {
                throw new JsonRefusedException(JsonRefusal.TOO_MANY_ENTRIES, tape.start(entry));
            }
            Shape.needObject(tape, entry);
            var item = item(tape, entry);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private static @Nullable BundleItem item(Tape tape, int entry) {
        int resource = tape.member(entry, "resource");
        if (resource == Tape.NONE) {
            return null;
        }
        int search = tape.member(entry, "search");
        if (search != Tape.NONE) {
            Shape.needObject(tape, search);
        }
        return new BundleItem(
                Shape.text(tape, entry, "fullUrl"),
                IndexedResource.at(tape, resource),
                search == Tape.NONE ? null : Shape.text(tape, search, "mode"));
    }

    private static Map<String, String> links(Tape tape) {
        int links = tape.member(Tape.ROOT, "link");
        if (links == Tape.NONE) {
            return Map.of();
        }
        Shape.needArray(tape, links);
        var byRelation = new LinkedHashMap<String, String>();
        for (int link = tape.first(links); link < tape.next(links); link = tape.next(link)) {
            Shape.needObject(tape, link);
            var relation = Shape.text(tape, link, "relation");
            var url = Shape.text(tape, link, "url");
            if (relation != null && url != null) {
                byRelation.putIfAbsent(relation, url);
            }
        }
        return byRelation;
    }
}
