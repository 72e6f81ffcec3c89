package health.sheaf.mapping.edifact;

/**
 * How much of everything an interchange may have.
 *
 * @param bytes of the whole
 * @param segmentBytes of one segment
 * @param segments of the whole
 * @param messages of the whole
 */
public record EdifactLimits(int bytes, int segmentBytes, int segments, int messages) {

    /** Far beyond what a laboratory sends in a night. */
    public static final EdifactLimits USUAL =
            new EdifactLimits(32 << 20, 64 << 10, 1_000_000, 10_000);

    public EdifactLimits {
        if (bytes < 1 || segmentBytes < 3 || segments < 1 || messages < 1) {
            throw new IllegalArgumentException("every limit allows something");
        }
    }
}
