package health.sheaf.store;

import health.sheaf.core.audit.AuditJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An audit journal in plain files, for another volume than the main one: append-only segments of
 * encrypted records, each with its length, index and checksum ({@link SegmentFile} has the shape).
 * It needs nothing but a folder, and takes over when the main journal fails.
 *
 * <p>A record that a loss of power tore is cut off when the folder is opened, kept beside it, and
 * named by {@link #tornTail()}: nobody was told that it was durable. A record that is broken
 * although later ones are whole was durable once; then the journal does not open.
 */
public final class SegmentJournal implements AuditJournal, AuditArchive, AutoCloseable {

    private static final int MAX_BATCH = 1024;
    private static final int MAX_WAITING = 32_768;
    private static final long SEGMENT_BYTES = 64L * 1024 * 1024;

    private final Envelope envelope;
    private final FolderLock lock;
    private final SegmentFolder folder;
    private final GroupCommit<byte[], Long> commits;

    private SegmentJournal(Envelope envelope, FolderLock lock, SegmentFolder folder) {
        this.envelope = envelope;
        this.lock = lock;
        this.folder = folder;
        this.commits =
                new GroupCommit<byte[], Long>(
                                "second-audit-writer",
                                MAX_BATCH,
                                MAX_WAITING,
                                this::commit,
                                // Whatever went wrong, what is on the disk is in doubt.
                                failure -> true)
                        .start();
    }

    /**
     * Opens the journal, making it where there is none.
     *
     * @param folder on another volume than the main journal; one process at a time
     * @throws StoreDamagedException where a record that was durable is broken; names it
     * @throws StoreRefusedException where another process has the folder
     */
    public static SegmentJournal open(Path folder, KeyRing keys, SecureRandom random) {
        return open(folder, keys, random, SEGMENT_BYTES);
    }

    static SegmentJournal open(Path folder, KeyRing keys, SecureRandom random, long segmentBytes) {
        var lock = FolderLock.of(PrivateFiles.folder(folder));
        try {
            return new SegmentJournal(
                    new Envelope(keys, random), lock, SegmentFolder.open(folder, segmentBytes));
        } catch (IOException e) {
            lock.close();
            throw new StoreUnavailableException("the second audit journal does not open", e);
        } catch (RuntimeException e) {
            // The border of opening: whatever was wrong, the folder must not stay locked.
            lock.close();
            throw e;
        }
    }

    /** What was cut off at the end when it was opened, by file and place. */
    public Optional<String> tornTail() {
        return folder.tornTail();
    }

    @Override
    public CompletableFuture<Long> append(byte[] event) {
        return commits.submit(event.clone());
    }

    private List<Long> commit(List<byte[]> events) throws IOException {
        long first = folder.size();
        var sealed = new ArrayList<byte[]>(events.size());
        var indexes = new ArrayList<Long>(events.size());
        for (var event : events) {
            long index = first + sealed.size();
            sealed.add(envelope.seal(place(index), event));
            indexes.add(index);
        }
        folder.append(sealed);
        return indexes;
    }

    @Override
    public long size() {
        return folder.size();
    }

    @Override
    public List<AuditRecord> read(long from, int limit) {
        try {
            return folder.read(from, limit).stream()
                    .map(stored ->
                            new AuditRecord(
                                    stored.index(),
                                    stored.bytes(),
                                    envelope.open(place(stored.index()), stored.bytes())))
                    .toList();
        } catch (IOException e) {
            throw new StoreUnavailableException("the second audit journal cannot be read", e);
        }
    }

    private static Envelope.Place place(long index) {
        return new Envelope.Place("segment", "record", Long.toString(index));
    }

    @Override
    public void close() {
        commits.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("the second audit journal does not close", e);
        } finally {
            lock.close();
        }
    }
}
