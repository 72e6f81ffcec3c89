package health.sheaf.estate.records;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Showcase;
import health.sheaf.estate.people.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

final class RecordsTest {

    private static final Pattern REFERENCE = Pattern.compile("\"reference\":\"([^\"]+)\"");

    private final Population population = Population.of(120, 11, LocalDate.of(2026, 11, 1));

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"RIVERSIDE_GP", "INFIRMARY_EPR", "COMMUNITY_CARE"})
    void everyReferenceLeadsToAResourceOfTheSameSource(Source source) {
        var records = new Records(population, source, false);
        for (var person : records.people()) {
            var all = new ArrayList<>(records.of(person));
            all.addAll(records.shared());
            var names = new HashSet<String>();
            all.forEach(tree -> names.add(name(tree)));
            assertThat(names).hasSize(all.size());
            for (var tree : all) {
                var references = REFERENCE.matcher(tree.toString());
                while (references.find()) {
                    assertThat(names).contains(references.group(1));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"RIVERSIDE_GP", "INFIRMARY_EPR", "COMMUNITY_CARE"})
    void anIndependentParserAcceptsEveryResourceStrictly(Source source) {
        var parser =
                FhirContext.forR4Cached()
                        .newJsonParser()
                        .setParserErrorHandler(new StrictErrorHandler());
        var records = new Records(population, source, false);
        for (var person : records.people().subList(0, Math.min(25, records.people().size()))) {
            for (var tree : records.of(person)) {
                assertThat(parser.parseResource(tree.toString()).getIdElement().getIdPart())
                        .isEqualTo(tree.path("id").asString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"RIVERSIDE_GP", "INFIRMARY_EPR", "COMMUNITY_CARE"})
    void theRestrictedPatientIsMarkedAtEverySource(Source source) {
        var records = new Records(population, source, false);
        var restricted = population.showcase(Showcase.RESTRICTED);

        assertThat(records.patient(restricted).toString())
                .contains("\"code\":\"R\"")
                .contains("v3-Confidentiality");
        assertThat(records.patient(population.showcase(Showcase.EVERYWHERE)).toString())
                .doesNotContain("v3-Confidentiality");
    }

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"RIVERSIDE_GP", "INFIRMARY_EPR", "COMMUNITY_CARE"})
    void aTaintedRegionHasAUniqueTokenInEveryClinicalResource(Source source) {
        var records = new Records(population, source, true);
        var seen = new HashSet<String>();
        var token = Pattern.compile("ZQ-[0-9]+-" + source.id() + "-[A-Za-z0-9.-]+");
        for (var tree : records.of(population.showcase(Showcase.EVERYWHERE))) {
            var tokens = token.matcher(tree.toString());
            int found = 0;
            while (tokens.find()) {
                assertThat(seen.add(tokens.group())).isTrue();
                found++;
            }
            var type = tree.path("resourceType").asString();
            boolean wordless = List.of("Patient", "CareTeam").contains(type);
            assertThat(found > 0).as(name(tree)).isEqualTo(!wordless);
        }
    }

    private static String name(ObjectNode tree) {
        return tree.path("resourceType").asString() + "/" + tree.path("id").asString();
    }
}
