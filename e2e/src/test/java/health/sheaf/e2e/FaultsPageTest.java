package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of faults and attacks says what tests prove, and those tests exist. */
final class FaultsPageTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern CODE = Pattern.compile("SHF-[A-Z]+-\\d{3}");
    private static final int CELLS = 5;

    /** A row: its id, what is done, what happens, verdict or code, tests. */
    private record Row(String id, List<String> cells) {

        List<String> tests() {
            return TEST.matcher(cells.getLast()).results().map(match -> match.group(1)).toList();
        }
    }

    private final List<Row> rows = rows();

    @Test
    void everyRowIsWholeAndNamesATest() {
        assertThat(rows).hasSizeGreaterThanOrEqualTo(39);
        assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.cells()).as(row.id()).hasSize(CELLS).noneMatch(String::isBlank);
                    assertThat(row.tests()).as(row.id()).isNotEmpty();
                });
    }

    @Test
    void everyNamedTestExists() {
        assertThat(rows)
                .flatExtracting(Row::tests)
                .allSatisfy(test -> assertThat(NamedTests.exists(test)).as(test).isTrue());
    }

    @Test
    void everyNamedCodeIsOnThePageOfErrorCodes() throws IOException {
        var codes = Files.readString(Repository.ROOT.resolve("docs/error-codes.md"));

        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(CODE.matcher(String.join(" ", row.cells())).results())
                                .as(row.id())
                                .allMatch(code -> codes.contains("| " + code.group() + " |")));
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        try {
            var page = Repository.ROOT.resolve("docs/faults-and-attacks.md");
            for (var line : Files.readAllLines(page)) {
                if (line.matches("\\| [A-Z]\\d+ \\|.*")) {
                    var cells = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
                    rows.add(new Row(cells.get(1), cells.subList(1, cells.size() - 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
