package health.sheaf.mapping;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the corpora, which are beside the repository or where {@code SHEAF_CORPORA} says. */
final class MappingCorpora {

    private MappingCorpora() {}

    /** A file or folder of the corpora; the test is skipped where it is absent. */
    static Path find(String name) {
        var path = folder().map(folder -> folder.resolve(name)).filter(Files::exists);
        assumeThat(path)
                .as("skipped: no corpora at SHEAF_CORPORA or ../shared/corpora: " + name)
                .isPresent();
        return path.orElseThrow();
    }

    private static Optional<Path> folder() {
        var named = Optional.ofNullable(System.getenv("SHEAF_CORPORA")).map(Path::of);
        return named.isPresent() ? named : beside(Path.of("").toAbsolutePath());
    }

    private static Optional<Path> beside(Path start) {
        for (var at = start; at != null; at = at.getParent()) {
            var corpora = at.resolve("../shared/corpora").normalize();
            if (Files.isDirectory(corpora)) {
                return Optional.of(corpora);
            }
        }
        return Optional.empty();
    }
}
