package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NullAway has been seen to do nothing, silently, on a JDK it did not know. So a source that must
 * not compile is compiled here by the build's own JDK with the build's own arguments.
 */
final class NullCheckCanaryTest {

    private static final Path ROOT = repositoryRoot();

    @Test
    void aNullDereferenceDoesNotCompile(@TempDir Path folder) throws Exception {
        var output =
                compile(
                        folder,
                        """
                        package canary;
                        import org.jspecify.annotations.*;
                        @NullMarked final class Canary {
                            static int length(@Nullable String text) {
                                return text.length();
                            }
                        }
                        """);

        assertThat(output.text()).contains("[NullAway] dereferenced expression");
        assertThat(output.exit()).isNotZero();
    }

    @Test
    void aNullInsideAGenericTypeDoesNotCompile(@TempDir Path folder) throws Exception {
        var output =
                compile(
                        folder,
                        """
                        package canary;
                        import java.util.function.Supplier;
                        import org.jspecify.annotations.*;
                        @NullMarked final class Canary {
                            static Supplier<String> narrow(Supplier<@Nullable String> supplier) {
                                return supplier;
                            }
                        }
                        """);

        assertThat(output.text()).contains("[NullAway]");
        assertThat(output.exit()).isNotZero();
    }

    @Test
    void aWarningOfErrorProneDoesNotCompile(@TempDir Path folder) throws Exception {
        var output =
                compile(
                        folder,
                        """
                        package canary;
                        final class Canary {
                            static boolean same(String left, String right) {
                                return left == right;
                            }
                        }
                        """);

        assertThat(output.text()).contains("[ReferenceEquality]");
        assertThat(output.exit()).isNotZero();
    }

    @Test
    void theSameSourceWithItsCheckCompiles(@TempDir Path folder) throws Exception {
        var output =
                compile(
                        folder,
                        """
                        package canary;
                        import org.jspecify.annotations.*;
                        @NullMarked final class Canary {
                            static int length(@Nullable String text) {
                                return text == null ? 0 : text.length();
                            }
                        }
                        """);

        assertThat(output.text()).isEmpty();
        assertThat(output.exit()).isZero();
    }

    private record Output(int exit, String text) {}

    private static Output compile(Path folder, String source) throws Exception {
        var file = Files.writeString(folder.resolve("Canary.java"), source);
        var classPath = System.getProperty("java.class.path");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        Files.readAllLines(ROOT.resolve(".mvn/jvm.config")).stream()
                .filter(line -> line.startsWith("--add-"))
                .map(line -> "-J" + line)
                .forEach(command::add);
        command.addAll(compilerArguments());
        command.addAll(List.of("--release", "25", "-d", folder.toString()));
        command.addAll(List.of("-classpath", classPath, "-processorpath", classPath));
        command.add(file.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    /** The arguments of the root POM, so that the canary dies when somebody weakens them. */
    private static List<String> compilerArguments() throws IOException {
        var pom = Files.readString(ROOT.resolve("pom.xml"));
        var arguments =
                Pattern.compile("<arg>(.*?)</arg>")
                        .matcher(pom)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertThat(arguments)
                .contains("-Werror")
                .anyMatch(argument -> argument.startsWith("-Xplugin:ErrorProne"));
        return arguments;
    }

    private static Path repositoryRoot() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve(".mvn")))
                .findFirst()
                .orElseThrow();
    }
}
