package health.sheaf.estate.people;

import health.sheaf.estate.people.Story.Alert;
import health.sheaf.estate.people.Story.CarePlan;
import health.sheaf.estate.people.Story.Community;
import health.sheaf.estate.people.Story.Contact;
import health.sheaf.estate.people.Story.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Tells what the community team knows. */
final class CommunityTeller {

    private static final List<String> PURPOSES =
            List.of(
                    "Wound dressing",
                    "Insulin support",
                    "Catheter care",
                    "Falls assessment at home",
                    "Pressure area check");

    private static final List<String> ALERTS =
            List.of(
                    "Key safe by the back door; code held by the team",
                    "Dog in the house",
                    "Two staff to attend",
                    "Hard of hearing: knock loudly");

    private final SplittableRandom random;
    private final LocalDate end;
    private final Readings readings;

    CommunityTeller(SplittableRandom random, LocalDate end, Readings readings) {
        this.random = random;
        this.end = end;
        this.readings = readings;
    }

    Community tell(List<Problem> problems) {
        var why =
                problems.isEmpty()
                        ? "frailty"
                        : problems.getFirst().what().display().toLowerCase(java.util.Locale.UK);
        var plan =
                new CarePlan(
                        "Living at home with " + why,
                        "Weekly visit by the district nursing team; review after three months.",
                        end.minusDays(60L + random.nextInt(200)),
                        "To stay in her or his own home");
        var contacts = new ArrayList<Contact>();
        int visits = 3 + random.nextInt(6);
        for (int i = 0; i < visits; i++) {
            var at =
                    end.minusDays(3L + 7L * i)
                            .atTime(9 + random.nextInt(7), 10 * random.nextInt(6));
            var taken =
                    random.nextBoolean()
                            ? List.of(readings.bloodPressure(at), readings.weight(at))
                            : List.of(readings.bloodPressure(at));
            contacts.add(new Contact(at, PURPOSES.get(random.nextInt(PURPOSES.size())), taken));
        }
        var alerts = new ArrayList<Alert>();
        if (random.nextInt(3) == 0) {
            alerts.add(
                    new Alert(
                            ALERTS.get(random.nextInt(ALERTS.size())),
                            end.minusDays(random.nextInt(300))));
        }
        return new Community(plan, contacts, alerts);
    }
}
