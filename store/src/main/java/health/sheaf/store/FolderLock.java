package health.sheaf.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder for one process; let go when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StoreRefusedException where somebody has it
     */
    // The channel is what is returned: closing it is letting go.
    @SuppressWarnings("resource")
    static FolderLock of(Path folder) {
        try {
            var channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StoreRefusedException("another process has " + folder + " open");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new StoreRefusedException("the folder " + folder + " cannot be locked", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("a folder cannot be let go", e);
        }
    }
}
