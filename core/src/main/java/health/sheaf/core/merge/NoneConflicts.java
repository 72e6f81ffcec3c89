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
            Set<String> none = new TreeSet<>();
            Set<String> some = new TreeSet<>();
            for (var entry : entries) {
                if (!entry.section().filter(section::equals).isPresent()) {
                    continue;
                }
                var source = entry.origin().source().value();
                if (Assertions.of(section, entry.resource()).isPresent()) {
                    none.add(source);
                } else if (!Assertions.isTakenBack(entry.resource())) {
                    some.add(source);
                }
            }
            if (!none.isEmpty() && !some.isEmpty()) {
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
}
