package health.sheaf.estate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Showcase;
import health.sheaf.estate.people.Source;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TablesTest {

    private static final Pattern TOKEN = Pattern.compile("ZQ-[A-Za-z0-9._-]+");

    private final Population population = Population.of(80, 4, LocalDate.of(2026, 11, 1));

    @Test
    void theAdministrationKeepsSpacedNumbersTextDatesAndCapitals() {
        var person = population.showcase(Showcase.EVERYWHERE);
        var row = row(PasTables.of(population, false), "PAT_MASTER", "pat_no", number(person));

        assertThat(row.path("nhs_no").asString()).matches("999 [0-9]{3} [0-9]{4}");
        assertThat(row.path("dob").asString()).matches("[0-9]{2}/[0-9]{2}/[0-9]{4}");
        assertThat(row.path("surname").asString()).isEqualTo("HOLROYD");
        assertThat(row.path("restricted").asString()).isEqualTo("N");
    }

    @Test
    void theRestrictedPatientHasHerFlag() {
        var person = population.showcase(Showcase.RESTRICTED);
        var row = row(PasTables.of(population, false), "PAT_MASTER", "pat_no", number(person));

        assertThat(row.path("restricted").asString()).isEqualTo("Y");
    }

    @Test
    void aSupersededNumberHasItsRowItsEpisodesAndItsMerge() {
        var tables = PasTables.of(population, false);
        var person = population.showcase(Showcase.MERGED_NUMBER);
        var old = String.valueOf(person.oldHospitalNumber());

        assertThat(row(tables, "PAT_MASTER", "pat_no", old).path("surname").asString())
                .isEqualTo("KOWALSKI");
        assertThat(row(tables, "MERGED_NOS", "old_no", old).path("new_no").asString())
                .isEqualTo(number(person));
        assertThat(row(tables, "EPISODES", "pat_no", old).path("epi_no").asString()).isNotEmpty();
    }

    @Test
    void theLaboratoryKeepsResultsAsTheAnalyserWroteThem() {
        var tables = LimsTables.of(population, false);
        var potassium = rows(tables, "RESULT");
        assertThat(potassium)
                .anySatisfy(row -> {
                    assertThat(row.path("test_code").asString()).isEqualTo("K");
                    assertThat(row.path("result").asString()).isEqualTo("4.10");
                    assertThat(row.path("ref_range").asString()).isEqualTo("3.50-5.30");
                });
        assertThat(potassium).anyMatch(row -> row.path("result").asString("").startsWith("<"));
    }

    @Test
    void aTaintedTableHasATokenOfItsOwnInEveryClinicalText() {
        var pas = PasTables.of(population, true);
        var lims = LimsTables.of(population, true);
        var seen = new HashSet<String>();
        for (var rows :
                List.of(
                        rows(pas, "EPISODES"),
                        rows(pas, "APPTS"),
                        rows(lims, "RESULT"),
                        rows(lims, "REQUEST"))) {
            for (var row : rows) {
                var tokens = TOKEN.matcher(row.toString());
                assertThat(tokens.find()).isTrue();
                do {
                    assertThat(seen.add(tokens.group())).isTrue();
                } while (tokens.find());
            }
        }
    }

    private static String number(health.sheaf.estate.people.Person person) {
        return person.localNumber(Source.INFIRMARY_PAS);
    }

    private static List<JsonNode> rows(List<Table> tables, String name) {
        var table =
                tables.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return JsonMapper.builder().build().readTree(table.json()).valueStream().toList();
    }

    private static JsonNode row(List<Table> tables, String name, String column, String value) {
        return rows(tables, name).stream()
                .filter(row -> row.path(column).asString("").equals(value))
                .findFirst()
                .orElseThrow();
    }
}
