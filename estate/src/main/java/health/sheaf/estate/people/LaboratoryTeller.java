package health.sheaf.estate.people;

import health.sheaf.estate.people.Story.LabRequest;
import health.sheaf.estate.people.Story.LabValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Tells what the laboratory measured. */
final class LaboratoryTeller {

    /** Which sets are ordered together, with the discipline that measures them. */
    private record Order(String discipline, List<String> sets, String details) {}

    private static final List<Order> ORDERS =
            List.of(
                    new Order("BS", List.of("UE", "LFT"), "Monitoring of treatment"),
                    new Order("HA", List.of("FBC"), "Tired all the time"),
                    new Order("BS", List.of("A1C", "LIP"), "Diabetes review"),
                    new Order("BS", List.of("TFT"), "? thyroid"),
                    new Order("BS", List.of("CRP", "UE"), "Fever, ? source"),
                    new Order("HA", List.of("FBC", "FER"), "Anaemia"),
                    new Order("MB", List.of("MIC"), "Dysuria"));

    private static final Order SPECIAL =
            new Order("IM", List.of("XTR", "UE"), "Reaction to a wasp sting");

    private final Person person;
    private final SplittableRandom random;
    private final LocalDate end;

    LaboratoryTeller(Person person, SplittableRandom random, LocalDate end) {
        this.person = person;
        this.random = random;
        this.end = end;
    }

    List<LabRequest> tell() {
        var requests = new ArrayList<LabRequest>();
        int count = Showcase.LONG_HISTORY.is(person) ? 60 : 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            var order = ORDERS.get(random.nextInt(ORDERS.size()));
            requests.add(request(i, i == 0 && Showcase.LOCAL_CODES.is(person) ? SPECIAL : order));
        }
        return requests;
    }

    private LabRequest request(int i, Order order) {
        var day = end.minusDays(3 + 50L * i + random.nextInt(40));
        var collected =
                (day.isBefore(person.born()) ? person.born() : day)
                        .atTime(7 + random.nextInt(10), random.nextInt(60));
        var values = new ArrayList<LabValue>();
        for (var test : LabTest.values()) {
            if (order.sets().contains(test.set())) {
                values.add(value(test));
            }
        }
        return new LabRequest(
                "%02dL%06d%02d".formatted(collected.getYear() % 100, person.position(), i),
                order.discipline(),
                collected,
                collected.plusMinutes(95 + random.nextInt(400)),
                order.details(),
                values);
    }

    private LabValue value(LabTest test) {
        var drawn = test.draw(random);
        var value = test == LabTest.K && Showcase.LOCAL_CODES.is(person) ? "4.10" : drawn;
        return new LabValue(test, value, test.flag(value));
    }
}
