package health.sheaf.estate.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The people of the region, made from a seed: the same seed, number and day give the same people to
 * the last letter. The first ones are the {@link Showcase}s; what they demonstrate does not depend
 * on the seed.
 */
public final class Population {

    private static final int MOST = 1_000_000;

    private final List<Person> people;
    private final long seed;
    private final LocalDate today;

    private Population(List<Person> people, long seed, LocalDate today) {
        this.people = List.copyOf(people);
        this.seed = seed;
        this.today = today;
    }

    /**
     * Makes the people.
     *
     * @param size how many; at least as many as there are showcases, at most a million
     * @param today the day on which histories end
     */
    public static Population of(int size, long seed, LocalDate today) {
        if (size < Showcase.values().length || size > MOST) {
            throw new IllegalArgumentException(
                    "a region has %d to %d people".formatted(Showcase.values().length, MOST));
        }
        var numbers = NhsNumbers.first(size);
        var people = new ArrayList<Person>(size);
        for (int position = 0; position < size; position++) {
            var random = new SplittableRandom(seed * 1_000_003L + position);
            people.add(anybody(position, numbers[position], random, today));
        }
        new ShowcasePeople(people, today).takeTheirPlaces();
        return new Population(people, seed, today);
    }

    public List<Person> people() {
        return people;
    }

    public Person at(int position) {
        return people.get(position);
    }

    public Person showcase(Showcase showcase) {
        return people.get(showcase.position());
    }

    /** The people a system has, in order. */
    public List<Person> knownTo(Source source) {
        return people.stream().filter(person -> person.isKnownTo(source)).toList();
    }

    /** What happened to somebody; made anew at each call, always the same. */
    public Story story(Person person) {
        var random = new SplittableRandom(seed * 7_368_787L + person.position());
        return new StoryTeller(person, random, today).tell();
    }

    private static Person anybody(
            int position, String nhsNumber, SplittableRandom random, LocalDate today) {
        var gender = random.nextInt(200) == 0 ? "other" : random.nextBoolean() ? "female" : "male";
        var name = Names.draw(random, gender);
        int age = age(random);
        var born = today.minusYears(age).minusDays(random.nextInt(365));
        @Nullable LocalDate died =
                age > 70 && random.nextInt(25) == 0
                        ? today.minusDays(20 + random.nextInt(300))
                        : null;
        return new Person(
                position,
                nhsNumber,
                title(random, gender, age),
                name.given(),
                name.family(),
                gender,
                born,
                died,
                Places.draw(random),
                Places.phone(random),
                systems(random, age),
                false,
                random.nextInt(40) == 0 ? oldHospitalNumber(position) : null);
    }

    static String oldHospitalNumber(int position) {
        return "RI9%06d".formatted(position);
    }

    /** About the shape of England's: flat to sixty, then falling. */
    private static int age(SplittableRandom random) {
        int age = random.nextInt(95);
        return age > 60 && random.nextInt(95) < age - 40 ? random.nextInt(60) : age;
    }

    private static String title(SplittableRandom random, String gender, int age) {
        if (random.nextInt(60) == 0 && age > 25) {
            return "Dr";
        }
        return switch (gender) {
            case "female" -> age < 18 ? "Miss" : random.nextBoolean() ? "Mrs" : "Ms";
            case "male" -> age < 12 ? "Master" : "Mr";
            case String other -> "Mx";
        };
    }

    private static Set<Source> systems(SplittableRandom random, int age) {
        var systems = EnumSet.noneOf(Source.class);
        if (random.nextInt(100) < 93) {
            systems.add(Source.RIVERSIDE_GP);
        }
        if (random.nextInt(100) < 55 + age / 3) {
            systems.add(Source.INFIRMARY_PAS);
            if (random.nextInt(100) < 85) {
                systems.add(Source.INFIRMARY_EPR);
            }
        }
        if (random.nextInt(100) < 50 + age / 3) {
            systems.add(Source.PATHOLOGY_LIMS);
        }
        if (random.nextInt(100) < (age > 70 ? 55 : 12)) {
            systems.add(Source.COMMUNITY_CARE);
        }
        if (systems.isEmpty()) {
            systems.add(Source.RIVERSIDE_GP);
        }
        return systems;
    }
}
