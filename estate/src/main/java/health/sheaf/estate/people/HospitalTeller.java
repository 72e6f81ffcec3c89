package health.sheaf.estate.people;

import health.sheaf.estate.people.Story.Allergy;
import health.sheaf.estate.people.Story.Hospital;
import health.sheaf.estate.people.Story.Medicine;
import health.sheaf.estate.people.Story.Problem;
import health.sheaf.estate.people.Story.Reading;
import health.sheaf.estate.people.Story.Stay;
import health.sheaf.estate.people.Story.StayKind;
import health.sheaf.estate.people.Story.Visit;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Tells what happened at the infirmary. */
final class HospitalTeller {

    private static final List<StayKind> KINDS = List.of(StayKind.values());

    private static final List<Specialty> WARDS =
            List.of(
                    Specialty.GENERAL_MEDICINE,
                    Specialty.CARDIOLOGY,
                    Specialty.RESPIRATORY,
                    Specialty.TRAUMA_AND_ORTHOPAEDICS,
                    Specialty.GENERAL_SURGERY,
                    Specialty.DERMATOLOGY);

    private static final List<String> VISIT_STATES = List.of("A", "A", "A", "D", "C");

    private final Person person;
    private final SplittableRandom random;
    private final LocalDate end;
    private final Readings readings;

    HospitalTeller(Person person, SplittableRandom random, LocalDate end, Readings readings) {
        this.person = person;
        this.random = random;
        this.end = end;
        this.readings = readings;
    }

    Hospital tell(List<Problem> problems, List<Medicine> medicines, List<Allergy> allergies) {
        return new Hospital(stays(problems, medicines), allergies, visits());
    }

    private List<Stay> stays(List<Problem> problems, List<Medicine> medicines) {
        var stays = new ArrayList<Stay>();
        boolean everything = Showcase.EVERYWHERE.is(person) || Showcase.MERGED_NUMBER.is(person);
        int count = everything ? 4 : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var kind = KINDS.get(i % KINDS.size());
            var from =
                    end.minusDays(15 + 260L * i + random.nextInt(200))
                            .atTime(random.nextInt(24), random.nextInt(60));
            if (!from.toLocalDate().isBefore(person.born())) {
                stays.add(stay(i, kind, from, problems, medicines));
            }
        }
        return stays;
    }

    private Stay stay(
            int i,
            StayKind kind,
            LocalDateTime from,
            List<Problem> problems,
            List<Medicine> medicines) {
        var specialty =
                kind == StayKind.EMERGENCY
                        ? Specialty.EMERGENCY
                        : WARDS.get(random.nextInt(WARDS.size()));
        boolean inpatient = kind == StayKind.INPATIENT;
        var until =
                switch (kind) {
                    case INPATIENT -> from.plusHours(20 + random.nextInt(150));
                    case EMERGENCY -> from.plusMinutes(70 + random.nextInt(300));
                    case OUTPATIENT -> from.plusMinutes(20);
                };
        var reason = reason(problems, from.toLocalDate());
        var taken = new ArrayList<Reading>();
        int rounds = inpatient ? 3 + random.nextInt(4) : 1;
        for (int round = 0; round < rounds; round++) {
            taken.addAll(readings.bedside(from.plusMinutes(15).plusHours(5L * round)));
        }
        return new Stay(
                "H%06d%02d".formatted(person.position(), i + 1),
                kind,
                from,
                until,
                specialty,
                reason,
                specialty.ward(),
                taken,
                inpatient ? procedure(specialty) : null,
                inpatient ? onDischarge(medicines, until.toLocalDate()) : List.of(),
                summary(kind, specialty, reason),
                inpatient || random.nextInt(3) == 0,
                person.oldHospitalNumber() != null && i >= 2);
    }

    private Problem reason(List<Problem> problems, LocalDate day) {
        if (!problems.isEmpty() && random.nextBoolean()) {
            return problems.get(random.nextInt(problems.size()));
        }
        var what = Catalogue.PASSING.get(random.nextInt(Catalogue.PASSING.size()));
        return new Problem(what, day.minusDays(2), day.plusDays(14));
    }

    private @Nullable Concept procedure(Specialty specialty) {
        return switch (specialty) {
            case TRAUMA_AND_ORTHOPAEDICS -> Catalogue.HIP_REPLACEMENT;
            case GENERAL_SURGERY -> Catalogue.APPENDICECTOMY;
            case GENERAL_MEDICINE -> Catalogue.COLONOSCOPY;
            case CARDIOLOGY, RESPIRATORY, EMERGENCY, DERMATOLOGY -> null;
        };
    }

    /** What the ward sends home: the practice's own medicines again, so that they meet. */
    private List<Medicine> onDischarge(List<Medicine> medicines, LocalDate day) {
        var sent = new ArrayList<Medicine>();
        for (var medicine : medicines) {
            if (medicine.repeat() && sent.size() < 2) {
                sent.add(
                        new Medicine(
                                medicine.what(), medicine.dose(), day, day.plusDays(28), false));
            }
        }
        if (random.nextInt(3) == 0) {
            sent.add(
                    new Medicine(
                            Catalogue.CLARITHROMYCIN.what(),
                            Catalogue.CLARITHROMYCIN.dose(),
                            day,
                            day.plusDays(7),
                            false));
        }
        return sent;
    }

    private static String summary(StayKind kind, Specialty specialty, Problem reason) {
        var what = reason.what().display().toLowerCase(java.util.Locale.UK);
        return switch (kind) {
            case INPATIENT ->
                    "Admitted under %s with %s. Improved with treatment. Discharged home; GP to review"
                                    .formatted(
                                            specialty.words().toLowerCase(java.util.Locale.UK),
                                            what)
                            + " in two weeks.";
            case EMERGENCY ->
                    "Attended the emergency department with " + what + ". Discharged home.";
            case OUTPATIENT -> "Seen in clinic for " + what + ". No change of treatment.";
        };
    }

    private List<Visit> visits() {
        var visits = new ArrayList<Visit>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            boolean ahead = i == 0 && person.died() == null;
            var day =
                    ahead
                            ? end.plusDays(5 + random.nextInt(60))
                            : end.minusDays(10 + random.nextInt(700));
            var state = VISIT_STATES.get(random.nextInt(VISIT_STATES.size()));
            visits.add(
                    new Visit(
                            "A%06d%02d".formatted(person.position(), i + 1),
                            day.atTime(9 + random.nextInt(8), 15 * random.nextInt(4)),
                            10 + 5 * random.nextInt(5),
                            WARDS.get(random.nextInt(WARDS.size())),
                            ahead ? 'B' : state.charAt(0)));
        }
        return visits;
    }
}
