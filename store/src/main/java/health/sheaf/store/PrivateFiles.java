package health.sheaf.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and folders that their owner alone may read. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Makes a folder where there is none. */
    static Path folder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, attribute(folder, OWNER_FOLDER));
            }
            return folder;
        } catch (IOException e) {
            throw new StoreRefusedException("the folder " + folder + " cannot be made", e);
        }
    }

    /** Replaces a file at once, durably, or not at all. */
    static void write(Path file, byte[] content) {
        var folder = folder(file.toAbsolutePath().normalize().resolveSibling("."));
        var draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, attribute(draft, OWNER_ONLY));
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder);
        } catch (IOException e) {
            throw new StoreRefusedException("the file " + file + " cannot be written", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws StoreRefusedException where others may read it too
     */
    static byte[] read(Path file) {
        try {
            if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new StoreRefusedException(
                        "others may read " + file + "; give it the mode 600");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StoreRefusedException("the file " + file + " cannot be read", e);
        }
    }

    /** Makes the names in a folder durable. */
    static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** How to make a file that its owner alone may read. */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return attribute(file, OWNER_ONLY);
    }

    private static FileAttribute<?>[] attribute(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
