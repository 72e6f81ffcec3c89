package health.sheaf.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A FHIR resource, opaque: the source's own bytes with an index of what everybody needs. Immutable;
 * made by {@link FhirJson} alone. Lossless: what nobody asked to change goes out as it came in,
 * byte for byte.
 *
 * <p>Paths are dotted element names ({@code code}, {@code participant.individual}); they walk
 * through arrays.
 */
public interface Resource {

    /** The FHIR resource type, such as {@code Observation}. */
    String type();

    /** The logical id; empty where it has none. */
    Optional<String> id();

    /** {@code meta.versionId}. */
    Optional<String> versionId();

    /** Whether anything stands at a path. */
    boolean has(String path);

    /**
     * The text of every string, number or boolean at a path, unescaped; numbers digit for digit.
     */
    List<String> values(String path);

    /** The first of {@link #values}. */
    Optional<String> value(String path);

    /**
     * The codings at a path that leads to Coding or CodeableConcept elements (or arrays of them).
     */
    List<Coding> codings(String path);

    /** The first literal reference at a path that leads to a Reference element. */
    Optional<String> reference(String path);

    /**
     * Every literal reference at any depth (contained resources included), in document order,
     * duplicates kept.
     */
    List<String> references();

    /** The resources contained in this one. */
    List<Resource> contained();

    /** Length of its JSON in bytes, edits included. */
    int length();

    /** SHA-256 of its JSON as it would be written. */
    byte[] sha256();

    /** Writes its JSON in UTF-8. */
    void writeTo(OutputStream out) throws IOException;

    /** Its JSON in UTF-8; a copy. */
    byte[] toBytes();

    /**
     * Its JSON as a tree of its own, for whoever must change or map it. Decimals keep their digits.
     */
    ObjectNode toTree();

    /**
     * The same resource under another id, with its references changed.
     *
     * @param id the new logical id
     * @param references gives for each literal reference (other than {@code #fragment}) the one to
     *     write; the same object for those that stay
     * @param metaSource what {@code meta.source} shall say; {@code null} leaves it as it is
     */
    Resource rewritten(String id, UnaryOperator<String> references, @Nullable String metaSource);
}
