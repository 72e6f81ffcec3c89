package health.sheaf.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of a {@link Tape} with the edits made to it. An edited one reads its own bytes again only
 * when somebody asks for what an edit can have changed; most are only written.
 */
final class IndexedResource implements Resource {

    private static final byte[] ID = ",\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] META = ",\"meta\":{\"source\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOURCE = "\"source\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = {','};
    private static final byte[] CLOSE = {'}'};
    private static final byte[] NOTHING = {};

    /** What was within the limits of the door once may grow by the ids it is given. */
    private static final FhirJson.Limits OWN =
            new FhirJson.Limits(
                    Integer.MAX_VALUE,
                    FhirJson.Limits.MOST_DEPTH,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE - 1,
                    Integer.MAX_VALUE / 10 - 1,
                    1 << 28,
                    Integer.MAX_VALUE);

    private static final MessageDigest SHA_256 = sha();

    private final Tape tape;
    private final int root;
    private final Shape.Head head;
    private final @Nullable String id;
    private final Splices splices;
    private @Nullable IndexedResource edited;
    private @Nullable List<String> references;

    private IndexedResource(
            Tape tape, int root, Shape.Head head, @Nullable String id, Splices splices) {
        this.tape = tape;
        this.root = root;
        this.head = head;
        this.id = id;
        this.splices = splices;
    }

    /**
     * The resource at a node, checked.
     *
     * @throws JsonRefusedException where it has not the shape of one
     */
    static IndexedResource at(Tape tape, int node) {
        return at(tape, node, Splices.none(tape.json(), tape.start(node), tape.end(node)));
    }

    private static IndexedResource at(Tape tape, int node, Splices splices) {
        var head = Shape.check(tape, node);
        return new IndexedResource(tape, node, head, head.id(), splices);
    }

    @Override
    public String type() {
        return head.type();
    }

    @Override
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public Optional<String> versionId() {
        return value("meta.versionId");
    }

    /** As {@link Paths#walk}, knowing already what was seen at the door. */
    private void walk(String path, IntConsumer found) {
        boolean nothing =
                (head.meta() == Tape.NONE && Paths.beginsWith(path, "meta"))
                        || (head.contained() == Tape.NONE && Paths.beginsWith(path, "contained"));
        if (!nothing) {
            Paths.walk(tape, root, path, found);
        }
    }

    @Override
    public boolean has(String path) {
        var view = viewFor(path);
        boolean[] found = {false};
        view.walk(path, node -> found[0] |= !view.tape.isNull(node));
        return found[0];
    }

    @Override
    public List<String> values(String path) {
        var view = viewFor(path);
        var texts = new ArrayList<String>();
        view.walk(
                path,
                node -> {
                    if (!view.tape.isObject(node) && !view.tape.isNull(node)) {
                        texts.add(view.textAt(node));
                    }
                });
        return texts;
    }

    @Override
    public Optional<String> value(String path) {
        var values = values(path);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public List<Coding> codings(String path) {
        var codings = new ArrayList<Coding>();
        walk(
                path,
                node -> {
                    addCoding(node, codings);
                    Paths.walk(tape, node, "coding", coding -> addCoding(coding, codings));
                });
        return codings;
    }

    private void addCoding(int node, List<Coding> codings) {
        var system = textOf(node, "system");
        var code = textOf(node, "code");
        var display = textOf(node, "display");
        if (system != null || code != null || display != null) {
            codings.add(new Coding(system, code, display));
        }
    }

    private @Nullable String textOf(int node, String name) {
        int member = tape.member(node, name);
        return member != Tape.NONE && tape.isString(member) ? textAt(member) : null;
    }

    /** The text of a value, or of what was written instead. */
    private String textAt(int node) {
        byte[] instead = splices.insteadOf(tape.start(node));
        if (instead != null) {
            return JsonText.decode(instead, 1, instead.length - 1);
        }
        return tape.isString(node) ? tape.word(node) : tape.text(node);
    }

    @Override
    public Optional<String> reference(String path) {
        var references = new ArrayList<String>();
        walk(
                path,
                node -> {
                    var reference = textOf(node, "reference");
                    if (reference != null) {
                        references.add(reference);
                    }
                });
        return references.stream().findFirst();
    }

    @Override
    public List<String> references() {
        // Two threads may both gather them: they get equal ones.
        var known = references;
        if (known == null) {
            known = gatheredReferences();
            references = known;
        }
        return known;
    }

    private List<String> gatheredReferences() {
        var texts = new ArrayList<String>();
        for (int node : tape.references(root)) {
            if (tape.isString(node)) {
                texts.add(textAt(node));
            }
        }
        return List.copyOf(texts);
    }

    @Override
    public List<Resource> contained() {
        var contained = new ArrayList<Resource>();
        walk(
                "contained",
                node ->
                        contained.add(
                                at(tape, node, splices.within(tape.start(node), tape.end(node)))));
        return contained;
    }

    @Override
    public int length() {
        return splices.length();
    }

    @Override
    public byte[] sha256() {
        try {
            // A copy of an unused one costs a fraction of asking the providers for it.
            var digest = (MessageDigest) SHA_256.clone();
            splices.update(digest);
            return digest.digest();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        splices.writeTo(out);
    }

    @Override
    public byte[] toBytes() {
        return splices.toBytes();
    }

    @Override
    public ObjectNode toTree() {
        var view = reread();
        return new TreeReader(view.tape).object(view.root);
    }

    @Override
    public Resource rewritten(
            String newId, UnaryOperator<String> references, @Nullable String metaSource) {
        if (!Shape.isId(newId)) {
            throw new InvalidValueException("not an id that FHIR allows");
        }
        return reread().spliced(newId, references, metaSource);
    }

    private Resource spliced(
            String newId, UnaryOperator<String> references, @Nullable String metaSource) {
        var edits = new ArrayList<Splices.Edit>();
        int afterId = editId(newId, edits);
        if (metaSource != null) {
            editSource(JsonText.encode(metaSource), afterId, edits);
        }
        for (int node : tape.references(root)) {
            editReference(node, references, edits);
        }
        return new IndexedResource(
                tape,
                root,
                head,
                newId,
                Splices.of(tape.json(), tape.start(root), tape.end(root), edits));
    }

    /** Where something may be inserted after the id. */
    private int editId(String newId, List<Splices.Edit> edits) {
        int node = head.idNode();
        if (node == Tape.NONE) {
            int place = tape.end(tape.member(root, "resourceType"));
            edits.add(insert(place, ID, JsonText.encode(newId), NOTHING));
            return place;
        }
        if (!newId.equals(id)) {
            edits.add(new Splices.Edit(tape.start(node), tape.end(node), JsonText.encode(newId)));
        }
        return tape.end(node);
    }

    private void editSource(byte[] source, int afterId, List<Splices.Edit> edits) {
        int meta = head.meta();
        if (meta == Tape.NONE) {
            edits.add(insert(afterId, META, source, CLOSE));
            return;
        }
        int node = tape.member(meta, "source");
        if (node == Tape.NONE) {
            byte[] comma = tape.isEmpty(meta) ? NOTHING : COMMA;
            edits.add(insert(tape.start(meta) + 1, SOURCE, source, comma));
        } else {
            edits.add(new Splices.Edit(tape.start(node), tape.end(node), source));
        }
    }

    private void editReference(
            int node, UnaryOperator<String> references, List<Splices.Edit> edits) {
        if (!tape.isString(node)) {
            return;
        }
        var written = tape.word(node);
        if (written.startsWith("#")) {
            return;
        }
        var instead = references.apply(written);
        if (!instead.equals(written)) {
            edits.add(new Splices.Edit(tape.start(node), tape.end(node), JsonText.encode(instead)));
        }
    }

    private static Splices.Edit insert(int place, byte[] before, byte[] text, byte[] after) {
        byte[] bytes = new byte[before.length + text.length + after.length];
        System.arraycopy(before, 0, bytes, 0, before.length);
        System.arraycopy(text, 0, bytes, before.length, text.length);
        System.arraycopy(after, 0, bytes, before.length + text.length, after.length);
        return new Splices.Edit(place, place, bytes);
    }

    private IndexedResource viewFor(String path) {
        return Paths.canBeInserted(path) ? reread() : this;
    }

    /** This resource, or where it has edits one that has them in its own bytes. */
    private IndexedResource reread() {
        if (splices.isEmpty()) {
            return this;
        }
        // Two threads may both read it: they get equal ones.
        var own = edited;
        if (own == null) {
            own = at(JsonScanner.scan(toBytes(), OWN), Tape.ROOT);
            edited = own;
        }
        return Objects.requireNonNull(own);
    }

    /** Without its id, which may be a hospital number. */
    @Override
    public String toString() {
        return "Resource[" + type() + ", " + length() + " bytes]";
    }
}
