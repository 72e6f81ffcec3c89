package health.sheaf.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The shape of a segment: records, one after the other, each
 *
 * <pre>
 *   4 bytes  the sign "SHF1"
 *   4 bytes  length of the content
 *   8 bytes  index
 *   8 bytes  index of the first record of the same batch, which became durable with it
 *   4 bytes  CRC-32C of the three numbers and the content
 *   n bytes  the content, encrypted
 * </pre>
 *
 * The numbers are big-endian.
 */
final class SegmentFile {

    private static final int SIGN = 0x53484631;
    private static final int HEADER = 28;
    private static final int MAX_CONTENT = 16 * 1024 * 1024;

    private SegmentFile() {}

    /** One record as it lies in the file. */
    record Stored(long index, ByteBuffer content) {

        byte[] bytes() {
            var bytes = new byte[content.remaining()];
            content.duplicate().get(bytes);
            return bytes;
        }
    }

    /**
     * What a segment holds.
     *
     * @param next the index after its last whole record
     * @param goodBytes where that record ends
     * @param isTorn whether something follows that is no whole record
     */
    record Scan(long next, long goodBytes, boolean isTorn) {}

    /** The bytes of one batch. */
    static ByteBuffer frames(long first, List<byte[]> contents) throws IOException {
        int length = 0;
        for (var content : contents) {
            if (content.length > MAX_CONTENT) {
                throw new IOException("a record of more than 16 MiB");
            }
            length = Math.addExact(length, HEADER + content.length);
        }
        var buffer = ByteBuffer.allocate(length);
        long index = first;
        for (var content : contents) {
            int at = buffer.position();
            buffer.putInt(SIGN).putInt(content.length).putLong(index).putLong(first);
            buffer.putInt(crc(buffer.array(), at, content));
            buffer.put(content);
            index++;
        }
        return buffer.flip();
    }

    /**
     * Checks a whole segment.
     *
     * @throws StoreDamagedException where a record is broken although a later batch is whole: it
     *     was durable
     */
    static Scan scan(Path file, long first) throws IOException {
        var bytes = Files.readAllBytes(file);
        int at = 0;
        long next = first;
        while (isRecord(bytes, at) && index(bytes, at) == next) {
            at += HEADER + length(bytes, at);
            next++;
        }
        for (int later = at; later <= bytes.length - HEADER; later++) {
            if (isRecord(bytes, later) && batch(bytes, later) > next) {
                throw new StoreDamagedException(
                        "audit event "
                                + next
                                + " is broken in "
                                + file.getFileName()
                                + " at byte "
                                + at);
            }
        }
        return new Scan(next, at, at < bytes.length);
    }

    /** Adds the records from one index to before another. */
    static void read(Path file, long first, long from, long end, List<Stored> found)
            throws IOException {
        var bytes = Files.readAllBytes(file);
        int at = 0;
        long next = first;
        while (next < end && at < bytes.length) {
            if (!isRecord(bytes, at) || index(bytes, at) != next) {
                throw new StoreDamagedException(
                        "audit event " + next + " is broken in " + file.getFileName());
            }
            int to = at + HEADER + length(bytes, at);
            if (next >= from) {
                var content = Arrays.copyOfRange(bytes, at + HEADER, to);
                found.add(new Stored(next, ByteBuffer.wrap(content)));
            }
            at = to;
            next++;
        }
    }

    private static boolean isRecord(byte[] bytes, int at) {
        if (bytes.length - at < HEADER || ByteBuffer.wrap(bytes).getInt(at) != SIGN) {
            return false;
        }
        int length = length(bytes, at);
        if (length < 0 || length > MAX_CONTENT || length > bytes.length - at - HEADER) {
            return false;
        }
        var content = Arrays.copyOfRange(bytes, at + HEADER, at + HEADER + length);
        return ByteBuffer.wrap(bytes).getInt(at + HEADER - 4) == crc(bytes, at, content);
    }

    private static int length(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at + 4);
    }

    private static long index(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + 8);
    }

    private static long batch(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + 16);
    }

    private static int crc(byte[] header, int at, byte[] content) {
        var crc = new CRC32C();
        crc.update(header, at + 4, HEADER - 8);
        crc.update(content);
        return (int) crc.getValue();
    }
}
