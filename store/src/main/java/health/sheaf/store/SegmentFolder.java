package health.sheaf.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a journal, each named for the index of its first record. One thread appends, any
 * may read.
 */
final class SegmentFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);
    private static final String NAMES = "audit-[0-9]{18}\\.segment";

    private final Path folder;
    private final long segmentBytes;
    private final NavigableMap<Long, Path> segments;
    private final @Nullable String tornTail;
    private @Nullable FileChannel open;
    private volatile long next;

    private SegmentFolder(
            Path folder,
            long segmentBytes,
            NavigableMap<Long, Path> segments,
            long next,
            @Nullable String tornTail) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.next = next;
        this.tornTail = tornTail;
    }

    static SegmentFolder open(Path folder, long segmentBytes) throws IOException {
        var segments = new TreeMap<Long, Path>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = String.valueOf(file.getFileName());
                if (name.matches(NAMES)) {
                    segments.put(Long.parseLong(name.substring(6, 24)), file);
                }
            }
        }
        long next = 0;
        String torn = null;
        for (var segment : segments.entrySet()) {
            if (segment.getKey() != next) {
                throw new StoreDamagedException(
                        "audit event " + next + " is missing: no segment begins with it");
            }
            var scan = SegmentFile.scan(segment.getValue(), next);
            if (scan.isTorn()) {
                if (!segment.getKey().equals(segments.lastKey())) {
                    throw new StoreDamagedException(
                            "audit event "
                                    + scan.next()
                                    + " is broken in "
                                    + segment.getValue().getFileName());
                }
                torn = cut(segment.getValue(), scan);
            }
            next = scan.next();
        }
        return new SegmentFolder(folder, segmentBytes, segments, next, torn);
    }

    /** Keeps what was torn in a file beside the segment, then ends the segment before it. */
    private static String cut(Path segment, SegmentFile.Scan scan) throws IOException {
        var bytes = Files.readAllBytes(segment);
        int at = Math.toIntExact(scan.goodBytes());
        var rest = Arrays.copyOfRange(bytes, at, bytes.length);
        PrivateFiles.write(segment.resolveSibling(segment.getFileName() + ".torn-" + at), rest);
        try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.truncate(at);
            channel.force(true);
        }
        var torn =
                segment.getFileName()
                        + " was torn at byte "
                        + at
                        + ", at the record with index "
                        + scan.next();
        LOG.warn("The second audit journal: {}; {} bytes were set aside", torn, rest.length);
        return torn;
    }

    Optional<String> tornTail() {
        return Optional.ofNullable(tornTail);
    }

    long size() {
        return next;
    }

    /** Appends records and makes them durable, with one fsync. */
    void append(List<byte[]> records) throws IOException {
        var channel = channel();
        long first = next;
        var buffer = SegmentFile.frames(first, records);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
        next = first + records.size();
    }

    private FileChannel channel() throws IOException {
        var current = open;
        if (current != null && current.size() < segmentBytes) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        var opened = current == null ? last() : fresh();
        open = opened;
        return opened;
    }

    private FileChannel last() throws IOException {
        var last = segments.lastEntry();
        if (last == null || Files.size(last.getValue()) >= segmentBytes) {
            return fresh();
        }
        return FileChannel.open(
                last.getValue(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private FileChannel fresh() throws IOException {
        var file = folder.resolve("audit-%018d.segment".formatted(next));
        var channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND),
                        PrivateFiles.ownerOnly(file));
        // Without its name the file would be lost with all that is in it.
        PrivateFiles.syncFolder(folder);
        synchronized (segments) {
            segments.put(next, file);
        }
        return channel;
    }

    List<SegmentFile.Stored> read(long from, int limit) throws IOException {
        long end = Math.min(next, from + limit);
        var found = new ArrayList<SegmentFile.Stored>();
        for (var segment : segmentsFrom(from)) {
            if (found.size() < end - from) {
                SegmentFile.read(segment.getValue(), segment.getKey(), from, end, found);
            }
        }
        if (found.size() < end - from) {
            throw new StoreDamagedException("audit event " + (from + found.size()) + " is missing");
        }
        return found;
    }

    private List<Map.Entry<Long, Path>> segmentsFrom(long index) {
        synchronized (segments) {
            var first = segments.floorKey(index);
            return first == null
                    ? List.of()
                    : List.copyOf(segments.tailMap(first, true).entrySet());
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
