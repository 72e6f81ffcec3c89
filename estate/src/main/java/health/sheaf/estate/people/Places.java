package health.sheaf.estate.people;

import java.util.List;
import java.util.SplittableRandom;

/** Homes in West Yorkshire: real towns and postcode districts, invented streets and units. */
final class Places {

    /** A post town with postcode districts of its own. */
    private record Town(String name, List<String> districts) {}

    private static final List<Town> TOWNS =
            List.of(
                    new Town("Leeds", List.of("LS4", "LS6", "LS7", "LS8", "LS11", "LS12", "LS17")),
                    new Town("Bradford", List.of("BD2", "BD3", "BD5", "BD7", "BD8", "BD9")),
                    new Town("Wakefield", List.of("WF1", "WF2")),
                    new Town("Huddersfield", List.of("HD1", "HD2", "HD4")),
                    new Town("Halifax", List.of("HX1", "HX2", "HX3")),
                    new Town("Keighley", List.of("BD20", "BD21")),
                    new Town("Dewsbury", List.of("WF12", "WF13")));

    private static final List<String> STREETS =
            List.of(
                    "Weaver's Row",
                    "Millstone Lane",
                    "Beckside Terrace",
                    "Moorcroft Avenue",
                    "Fulling Street",
                    "Canal Bank",
                    "Tenterfield Road",
                    "Shuttle Court",
                    "Heather Brow",
                    "Quarry Steps",
                    "Old Dyehouse Lane",
                    "Packhorse Rise",
                    "Viaduct View",
                    "Rhubarb Close",
                    "St Blaise Gardens",
                    "Worsted Way");

    /** The letters that the second half of a postcode uses. */
    private static final String UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

    private Places() {}

    static Address draw(SplittableRandom random) {
        var town = TOWNS.get(random.nextInt(TOWNS.size()));
        var district = town.districts().get(random.nextInt(town.districts().size()));
        var unit = "" + (1 + random.nextInt(9)) + letter(random) + letter(random);
        var street = STREETS.get(random.nextInt(STREETS.size()));
        var flat = random.nextInt(8) == 0 ? "Flat " + (1 + random.nextInt(12)) + ", " : "";
        return new Address(
                flat + (1 + random.nextInt(140)) + " " + street,
                town.name(),
                district + " " + unit);
    }

    /**
     * A telephone number of the range that Ofcom keeps for drama (Leeds: 0113 496 0000 to 0999).
     */
    static String phone(SplittableRandom random) {
        return "0113 496 0%03d".formatted(random.nextInt(1000));
    }

    private static char letter(SplittableRandom random) {
        return UNIT_LETTERS.charAt(random.nextInt(UNIT_LETTERS.length()));
    }
}
