package health.sheaf.store;

import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonIds;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.NhsNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds one person after the other to a store, and remembers who was added. */
final class Persons {

    private final Store store;
    private final PersonIds ids = new PersonIds(TestKeys.RANDOM);
    private final List<Person> added = new ArrayList<>();
    private int next = 1;

    Persons(Store store) {
        this.store = store;
    }

    void add() {
        var number = NhsNumber.parse("999%06d%d".formatted(next, checkDigit(next)));
        next++;
        number.ifPresent(value ->
                added.add(store.links().add(new Person(ids.get(), value, Restriction.NONE))));
    }

    boolean areAllThere() {
        return added.stream()
                .allMatch(person -> store.links().person(person.id()).equals(Optional.of(person)));
    }

    /** 10 where no digit fits, which no number has. */
    private static int checkDigit(int serial) {
        var digits = "999%06d".formatted(serial);
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * (digits.charAt(i) - '0');
        }
        return (11 - sum % 11) % 11;
    }
}
