package health.sheaf.core.merge;

import health.sheaf.core.federation.Assertions;
import health.sheaf.spi.Entry;
import health.sheaf.spi.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One source records that there is none, another has some: both stay, and the reader is told. */
final class NoneConflicts {

    private static final List<Section> SECTIONS =
            List.of(Section.ALLERGIES, Section.PROBLEMS, Section.MEDICATIONS);

    private NoneConflicts() {}

    static List<String> find(List<Entry> entries) {
        var conflicts = new ArrayList<String>();
        for (var section : SECTIONS) {
            var none = assertingNone(section, entries);
            if (none.isEmpty()) {
                continue;
            }
            var some = havingSome(section, entries);
            if (!some.isEmpty()) {
                conflicts.add(
                        "%s: recorded as none by %s, but %s has entries."
                                .formatted(
                                        section.words(),
                                        String.join(", ", none),
                                        String.join(", ", some)));
            }
        }
        return conflicts;
    }

    private static Set<String> assertingNone(Section section, List<Entry> entries) {
        Set<String> none = new TreeSet<>();
        for (var entry : entries) {
            if (isIn(section, entry) && Assertions.of(section, entry.resource()).isPresent()) {
                none.add(entry.origin().source().value());
            }
        }
        return none;
    }

    private static Set<String> havingSome(Section section, List<Entry> entries) {
        Set<String> some = new TreeSet<>();
        for (var entry : entries) {
            if (isIn(section, entry)
                    && Assertions.of(section, entry.resource()).isEmpty()
                    && !Assertions.isTakenBack(entry.resource())) {
                some.add(entry.origin().source().value());
            }
        }
        return some;
    }

    private static boolean isIn(Section section, Entry entry) {
        return section.resourceTypes().contains(entry.resource().type());
    }
}
