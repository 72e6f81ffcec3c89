package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of error codes and the codes in the sources are the same set. */
final class ErrorCodesPageTest {

    private static final Pattern CODE = Pattern.compile("SHF-[A-Z]+-\\d{3}");

    @Test
    void everyCodeIsOnThePageOnceAndEveryCodeOnThePageExists() throws IOException {
        var onThePage =
                Files.readAllLines(Repository.ROOT.resolve("docs/error-codes.md")).stream()
                        .filter(line -> line.startsWith("| SHF-"))
                        .map(line -> codes(line).getFirst())
                        .toList();

        assertThat(onThePage).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(onThePage)).isEqualTo(declared());
    }

    @Test
    void everyCodeHasACauseAndAnAdvice() throws IOException {
        assertThat(Files.readAllLines(Repository.ROOT.resolve("docs/error-codes.md")))
                .filteredOn(line -> line.startsWith("| SHF-"))
                .allSatisfy(line ->
                        assertThat(List.of(line.split("\\|", -1)).subList(1, 4))
                                .noneMatch(String::isBlank));
    }

    /** Codes as the sources declare them: whole string literals. */
    private static Set<String> declared() throws IOException {
        var declared = new TreeSet<String>();
        for (Path source : Repository.files("**/src/main/java/**.java")) {
            for (var line : Files.readAllLines(source)) {
                codes(line).stream()
                        .filter(code -> line.contains('"' + code + '"'))
                        .forEach(declared::add);
            }
        }
        return declared;
    }

    private static List<String> codes(String line) {
        var codes = new ArrayList<String>();
        var matcher = CODE.matcher(line);
        while (matcher.find()) {
            codes.add(matcher.group());
        }
        return codes;
    }
}
