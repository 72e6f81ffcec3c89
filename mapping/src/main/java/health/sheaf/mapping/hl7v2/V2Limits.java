package health.sheaf.mapping.hl7v2;

/**
 * What is read at most.
 *
 * @param maxBytes of everything that is given at once
 * @param maxMessages in it
 * @param maxSegments in one message
 * @param maxFields in one segment
 */
public record V2Limits(int maxBytes, int maxMessages, int maxSegments, int maxFields) {

    /** A file: 256 MiB, as many messages as fit, 100,000 segments each. */
    public static final V2Limits FILE = new V2Limits(256 * 1024 * 1024, 1_000_000, 100_000, 1_000);

    public V2Limits {
        if (maxBytes < 1 || maxMessages < 1 || maxSegments < 1 || maxFields < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
