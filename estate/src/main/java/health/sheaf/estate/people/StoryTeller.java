package health.sheaf.estate.people;

import health.sheaf.estate.people.Catalogue.Reactivity;
import health.sheaf.estate.people.Catalogue.Treatment;
import health.sheaf.estate.people.Story.Allergy;
import health.sheaf.estate.people.Story.Consultation;
import health.sheaf.estate.people.Story.Medicine;
import health.sheaf.estate.people.Story.Practice;
import health.sheaf.estate.people.Story.Problem;
import health.sheaf.estate.people.Story.Reading;
import health.sheaf.estate.people.Story.Referral;
import health.sheaf.estate.people.Story.Vaccination;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Tells one person's story: what is usual at that age, and what the showcases must have. */
final class StoryTeller {

    private static final List<String> REASONS =
            List.of(
                    "Cough for two weeks",
                    "Medication review",
                    "Low back pain",
                    "Tired all the time",
                    "Blood pressure check",
                    "Rash on forearm",
                    "Fit note requested",
                    "Knee pain after a fall");

    private final Person person;
    private final SplittableRandom random;
    private final LocalDate end;
    private final int age;
    private final Readings readings;

    StoryTeller(Person person, SplittableRandom random, LocalDate today) {
        this.person = person;
        this.random = random;
        this.end = person.died() == null ? today : person.died();
        this.age = person.ageOn(end);
        this.readings = new Readings(random, age);
    }

    Story tell() {
        var problems = problems();
        var medicines = medicines(problems);
        var practice =
                new Practice(
                        problems,
                        medicines,
                        practiceAllergies(),
                        practiceReadings(),
                        vaccinations(),
                        consultations(),
                        referrals());
        var hospital =
                new HospitalTeller(person, random, end, readings)
                        .tell(problems, medicines, hospitalAllergies());
        var laboratory = new LaboratoryTeller(person, random, end).tell();
        var community = new CommunityTeller(random, end, readings).tell(problems);
        return new Story(practice, hospital, laboratory, community);
    }

    private List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        for (var longTerm : Catalogue.LONG_TERM) {
            if (age >= longTerm.fromAge() && random.nextInt(100) < longTerm.percent()) {
                int years = random.nextInt(Math.max(1, Math.min(20, age - longTerm.fromAge() + 1)));
                problems.add(new Problem(longTerm.what(), daysAgo(years * 365 + day()), null));
            }
        }
        if (demands(Showcase.EVERYWHERE) || demands(Showcase.SAME_DRUG_TWICE)) {
            problems.removeIf(problem -> problem.what().equals(Catalogue.HYPERTENSION));
            problems.add(new Problem(Catalogue.HYPERTENSION, daysAgo(9 * 365), null));
        }
        if (random.nextInt(3) == 0 || demands(Showcase.EVERYWHERE)) {
            var what = pick(Catalogue.PASSING);
            var since = daysAgo(100 + random.nextInt(2000));
            problems.add(new Problem(what, since, since.plusDays(10 + random.nextInt(20))));
        }
        return problems;
    }

    private List<Medicine> medicines(List<Problem> problems) {
        var medicines = new ArrayList<Medicine>();
        for (var problem : problems) {
            for (var longTerm : Catalogue.LONG_TERM) {
                if (longTerm.what().equals(problem.what()) && !longTerm.treatments().isEmpty()) {
                    var treatment = longTerm.treatments().getFirst();
                    medicines.add(repeat(treatment, problem.since().plusDays(7)));
                }
            }
        }
        if (random.nextInt(4) == 0 && !hasPenicillinAllergy()) {
            var since = daysAgo(30 + random.nextInt(900));
            medicines.add(
                    new Medicine(
                            Catalogue.AMOXICILLIN.what(),
                            Catalogue.AMOXICILLIN.dose(),
                            since,
                            since.plusDays(7),
                            false));
        }
        return medicines;
    }

    private boolean hasPenicillinAllergy() {
        return demands(Showcase.FIRST_NAMESAKE)
                || demands(Showcase.REFUTED_ALLERGY)
                || demands(Showcase.EVERYWHERE);
    }

    private static Medicine repeat(Treatment treatment, LocalDate since) {
        return new Medicine(treatment.what(), treatment.dose(), since, null, true);
    }

    /** Whatever is drawn, the same number of draws is made: a showcase does not shift the rest. */
    private List<Allergy> practiceAllergies() {
        int ticket = random.nextInt(100);
        var drawn = pick(Catalogue.ALLERGIES);
        var recorded = daysAgo(400 + random.nextInt(4000));
        if (demands(Showcase.ALLERGIES_NOT_RECORDED)) {
            return List.of();
        }
        if (hasPenicillinAllergy()) {
            return List.of(allergy(Catalogue.PENICILLIN, "confirmed", recorded, null));
        }
        if (demands(Showcase.NO_KNOWN_ALLERGIES) || demands(Showcase.SECOND_NAMESAKE)) {
            return List.of(none(recorded));
        }
        if (ticket < 22) {
            return List.of(
                    allergy(drawn, ticket < 16 ? "confirmed" : "unconfirmed", recorded, null));
        }
        return ticket < 75 ? List.of(none(recorded)) : List.of();
    }

    private List<Allergy> hospitalAllergies() {
        int ticket = random.nextInt(100);
        var recorded = daysAgo(30 + random.nextInt(300));
        if (demands(Showcase.ALLERGIES_NOT_RECORDED)) {
            return List.of();
        }
        if (demands(Showcase.REFUTED_ALLERGY)) {
            return List.of(
                    allergy(
                            Catalogue.PENICILLIN,
                            "refuted",
                            recorded,
                            "Oral challenge under supervision tolerated; label removed."));
        }
        if (demands(Showcase.FIRST_NAMESAKE) || demands(Showcase.EVERYWHERE)) {
            return List.of(allergy(Catalogue.PENICILLIN, "confirmed", recorded, null));
        }
        if (demands(Showcase.NO_KNOWN_ALLERGIES) || ticket < 20) {
            return List.of(none(recorded));
        }
        return List.of();
    }

    private static Allergy allergy(
            Reactivity reactivity, String verification, LocalDate recorded, @Nullable String note) {
        boolean refuted = verification.equals("refuted");
        return new Allergy(
                reactivity.what(),
                verification,
                reactivity.category(),
                refuted ? null : reactivity.reaction(),
                refuted ? null : reactivity.severity(),
                recorded,
                note);
    }

    private static Allergy none(LocalDate recorded) {
        return new Allergy(
                Catalogue.NO_KNOWN_ALLERGY, "confirmed", null, null, null, recorded, null);
    }

    private List<Reading> practiceReadings() {
        var taken = new ArrayList<Reading>();
        int checks = demands(Showcase.LONG_HISTORY) ? 90 : 1 + random.nextInt(3) + age / 25;
        int apart = demands(Showcase.LONG_HISTORY) ? 40 : 330;
        for (int check = 0; check < checks; check++) {
            var at = at(daysAgo(check * apart + random.nextInt(30)));
            if (age >= 18) {
                taken.add(readings.bloodPressure(at));
            }
            taken.addAll(readings.size(at));
        }
        return taken;
    }

    private List<Vaccination> vaccinations() {
        var given = new ArrayList<Vaccination>();
        int years = age >= 65 ? 4 : random.nextInt(3);
        for (int year = 1; year <= years; year++) {
            given.add(
                    new Vaccination(
                            Catalogue.FLU_JAB,
                            LocalDate.of(end.getYear() - year, 10, 1 + random.nextInt(30)),
                            batch()));
        }
        if (age >= 16) {
            given.add(
                    new Vaccination(
                            Catalogue.COVID_JAB,
                            LocalDate.of(2021, 2 + random.nextInt(5), 1 + random.nextInt(28)),
                            batch()));
        }
        return given;
    }

    private List<Consultation> consultations() {
        var held = new ArrayList<Consultation>();
        int count = demands(Showcase.LONG_HISTORY) ? 80 : 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            var day = daysAgo(5 + random.nextInt(demands(Showcase.LONG_HISTORY) ? 3000 : 900));
            held.add(new Consultation(at(day), pick(REASONS), random.nextInt(3) == 0));
        }
        return held;
    }

    private List<Referral> referrals() {
        var made = new ArrayList<Referral>();
        if (random.nextInt(3) == 0 || demands(Showcase.EVERYWHERE)) {
            var to = pick(List.of(Specialty.values()));
            made.add(
                    new Referral(
                            daysAgo(20 + random.nextInt(400)),
                            to,
                            pick(REASONS),
                            random.nextBoolean()));
        }
        return made;
    }

    private String batch() {
        return "%c%05d".formatted('A' + random.nextInt(26), random.nextInt(100_000));
    }

    private boolean demands(Showcase showcase) {
        return showcase.is(person);
    }

    private int day() {
        return random.nextInt(300);
    }

    private LocalDate daysAgo(int days) {
        var date = end.minusDays(days);
        return date.isBefore(person.born()) ? person.born() : date;
    }

    private LocalDateTime at(LocalDate day) {
        return day.atTime(8 + random.nextInt(10), 5 * random.nextInt(12));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
