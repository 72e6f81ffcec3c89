package health.sheaf.estate.people;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the showcases in their places. Nothing here is drawn: whatever the seed, they are alike. */
final class ShowcasePeople {

    private static final Set<Source> ALL = EnumSet.allOf(Source.class);

    /** One of them, on one line: title, given names, family name, gender, age, house, postcode. */
    private static final List<String> LINES =
            List.of(
                    "EVERYWHERE; Mrs; Margaret Edith; Holroyd; female; 71; 14; LS6 2QT",
                    "SAME_DRUG_TWICE; Mr; Winston Clive; Francis; male; 66; 3; LS8 4TN",
                    "REFUTED_ALLERGY; Ms; Priya; Sharma; female; 43; 8; LS17 6DE",
                    "MERGED_NUMBER; Mr; Tomasz; Kowalski; male; 52; 21; LS11 9RB",
                    "FIRST_TWIN; Miss; Aoife Grace; Gallagher; female; 19; 5; LS7 1NA",
                    "SECOND_TWIN; Miss; Niamh Grace; Gallagher; female; 19; 5; LS7 1NA",
                    "FIRST_NAMESAKE; Mr; Mohammed; Hussain; male; 58; 40; LS4 2PU",
                    "SECOND_NAMESAKE; Mr; Mohammed; Hussain; male; 27; 77; LS12 3JX",
                    "NO_KNOWN_ALLERGIES; Mr; Hamish; Galbraith; male; 49; 12; LS6 4HD",
                    "RESTRICTED; Ms; Carys; Llewellyn; female; 34; 2; LS8 5WF",
                    "DECEASED; Mr; Ernest Arthur; Barraclough; male; 88; 9; LS12 1ZS",
                    "TWO_SYSTEMS_ONLY; Mr; Kwame; Mensah; male; 31; 64; LS11 5TE",
                    "ALLERGIES_NOT_RECORDED; Mrs; Ngozi Amara; Okafor; female; 39; 33; LS7 4BL",
                    "LONG_HISTORY; Mrs; Dorothy Jean; Sutcliffe; female; 83; 1; LS17 8HP",
                    "LOCAL_CODES; Mr; Gurpreet; Dhillon; male; 61; 19; LS8 1AU",
                    "UNUSUAL_NAME; Ms; Siobhán Zoë; O'Brien-Nuñez; female; 29; 6; LS4 1LG");

    private final List<Person> people;
    private final LocalDate today;

    ShowcasePeople(List<Person> people, LocalDate today) {
        this.people = people;
        this.today = today;
    }

    void takeTheirPlaces() {
        for (var line : LINES) {
            var parts = line.split("; ", -1);
            var showcase = Showcase.valueOf(parts[0]);
            people.set(showcase.position(), person(showcase, parts));
        }
    }

    private Person person(Showcase showcase, String[] parts) {
        // The twins share one birthday, the namesakes do not.
        int day =
                showcase == Showcase.SECOND_TWIN
                        ? Showcase.FIRST_TWIN.position()
                        : showcase.position();
        boolean merged = showcase == Showcase.MERGED_NUMBER;
        @Nullable LocalDate died = showcase == Showcase.DECEASED ? today.minusDays(41) : null;
        return new Person(
                showcase.position(),
                people.get(showcase.position()).nhsNumber(),
                parts[1],
                List.of(parts[2].split(" ", -1)),
                parts[3],
                parts[4],
                today.minusYears(Integer.parseInt(parts[5])).minusDays(17L * day + 20),
                died,
                new Address(parts[6] + " Weaver's Row", "Leeds", parts[7]),
                "0113 496 0%03d".formatted(100 + showcase.position()),
                knownTo(showcase),
                showcase == Showcase.RESTRICTED,
                merged ? Population.oldHospitalNumber(showcase.position()) : null);
    }

    private static Set<Source> knownTo(Showcase showcase) {
        return showcase == Showcase.TWO_SYSTEMS_ONLY
                ? EnumSet.of(Source.INFIRMARY_PAS, Source.PATHOLOGY_LIMS)
                : ALL;
    }
}
