package health.sheaf.server.boot;

import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.regex.Pattern;

/**
 * Secrets as files of one folder, each named by its reference. Read each time they are asked for.
 */
final class FileSecrets implements SecretStore {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MAX_BYTES = 64 * 1024;

    private final Path folder;
    private final boolean strict;

    /**
     * @param strict whether secrets that others may read are refused
     */
    FileSecrets(Path folder, boolean strict) {
        this.folder = folder;
        this.strict = strict;
    }

    @Override
    public String secret(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new InvalidValueException("a secret is named by letters, digits, '.', '_', '-'");
        }
        var file = folder.resolve(name);
        try {
            // A link could lead anywhere, and to something that changes hands.
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MAX_BYTES) {
                throw new InvalidValueException("there is no secret named " + name);
            }
            if (strict && isOpenToOthers(file)) {
                throw new InvalidValueException(
                        "others may read the secret " + name + "; take that right away");
            }
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new InvalidValueException("the secret " + name + " cannot be read");
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        var rights = Files.getPosixFilePermissions(file);
        return rights.contains(PosixFilePermission.OTHERS_READ)
                || rights.contains(PosixFilePermission.GROUP_READ);
    }
}
