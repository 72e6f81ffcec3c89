package health.sheaf.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The working tree the tests run in. */
final class Repository {

    /** Its root: the folder that holds {@code .mvn}. */
    static final Path ROOT =
            Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                    .filter(folder -> Files.isDirectory(folder.resolve(".mvn")))
                    .findFirst()
                    .orElseThrow();

    /** What belongs to no module: built output, and what tools leave. */
    private static final List<String> NOT_OURS =
            List.of("target", ".git", ".sheaf", "node_modules");

    private Repository() {}

    /** All files of ours whose path below the root matches a glob. */
    static List<Path> files(String glob) throws IOException {
        var matcher = ROOT.getFileSystem().getPathMatcher("glob:" + glob);
        try (var paths = Files.walk(ROOT)) {
            return paths.map(ROOT::relativize)
                    .filter(Repository::isOurs)
                    .filter(matcher::matches)
                    .sorted()
                    .map(ROOT::resolve)
                    .toList();
        }
    }

    private static boolean isOurs(Path relative) {
        for (var name : relative) {
            if (NOT_OURS.contains(name.toString())) {
                return false;
            }
        }
        return true;
    }
}
