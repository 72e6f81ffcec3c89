package health.sheaf.mapping;

import health.sheaf.mapping.hl7v2.V2Segment;
import health.sheaf.mapping.hl7v2.V2Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path, compiled.
 *
 * @param start a segment, a group, or {@code it}
 * @param tests on the segment, the group, or the record in hand
 * @param field of the segment
 * @param parts below the field, or below the record in hand
 */
record V2Path(String start, List<Test> tests, @Nullable Field field, List<Part> parts)
        implements NativePath {

    /** Segments that belong to what stands before them, and to nothing inside it. */
    private static final Set<String> OWN = Set.of("NTE", "PRT", "CTD");

    /** A field, with tests on its repeats. */
    record Field(int number, List<Test> tests) {
        Field {
            tests = List.copyOf(tests);
        }
    }

    /** A component or subcomponent. */
    record Part(int number, List<Test> tests) {
        Part {
            tests = List.copyOf(tests);
        }
    }

    /**
     * A test. Text is compared as a whole; a blank word stands for nothing being there.
     *
     * @param not whether it must not hold
     */
    record Test(V2Path operand, Set<String> wanted, boolean not) {

        boolean holds(NativeRecord record) {
            var found = operand.of(record);
            if (found.isEmpty()) {
                return wanted.contains("") != not;
            }
            // A segment or a group has no text of its own; that it is there is all it says.
            var text = found.getFirst().text();
            return (text != null && wanted.contains(text)) != not;
        }
    }

    V2Path {
        tests = List.copyOf(tests);
        parts = List.copyOf(parts);
    }

    @Override
    public List<NativeRecord> of(NativeRecord here) {
        if (start.equals("it")) {
            return hold(tests, here) ? below(here) : List.of();
        }
        if (V2Format.GROUPS.contains(start)) {
            return groups(here.group());
        }
        List<NativeRecord> found = new ArrayList<>(2);
        for (var segment : segments(here)) {
            if (!hold(tests, segment)) {
                continue;
            }
            if (field == null) {
                found.add(segment);
            } else {
                for (var repeat : segment.segment().field(field.number()).repeats()) {
                    below(repeat, segment, found);
                }
            }
        }
        return found;
    }

    @Override
    public List<NativeRecord> everywhere(NativeRecord root) {
        if (V2Format.GROUPS.contains(start) || !(root instanceof V2Record.Group group)) {
            return of(root);
        }
        List<NativeRecord> found = new ArrayList<>();
        everywhere(group, found);
        return found;
    }

    private void everywhere(V2Record.Group group, List<NativeRecord> found) {
        if (group.has(start)) {
            found.addAll(of(group));
        }
        group.groups().forEach(inner -> everywhere(inner, found));
    }

    private void below(V2Span repeat, NativeRecord around, List<NativeRecord> found) {
        if (field == null || repeat.isEmpty()) {
            return;
        }
        var record = new V2Record.Part(repeat, around);
        if (hold(field.tests(), record)) {
            found.addAll(below(record));
        }
    }

    /** What the parts name below a record. */
    private List<NativeRecord> below(NativeRecord record) {
        var current = record;
        for (var part : parts) {
            if (!(current instanceof V2Record.Part whole)) {
                return List.of();
            }
            var span = whole.span().below(part.number());
            if (span.isEmpty()) {
                return List.of();
            }
            current = new V2Record.Part(span, whole.around());
            if (!hold(part.tests(), current)) {
                return List.of();
            }
        }
        return List.of(current);
    }

    private static boolean hold(List<Test> tests, NativeRecord record) {
        for (var test : tests) {
            if (!test.holds(record)) {
                return false;
            }
        }
        return true;
    }

    /** The segments of that name in the nearest record that has any. */
    private List<V2Record.Segment> segments(NativeRecord here) {
        boolean own = OWN.contains(start);
        @Nullable NativeRecord at = here;
        while (at != null) {
            if (at instanceof V2Record.Segment one && one.segment().name().equals(start)) {
                return List.of(one);
            }
            if (at instanceof V2Record.Group group) {
                var found = named(group);
                if (!found.isEmpty() || own) {
                    return found;
                }
            }
            at = at.around();
        }
        return List.of();
    }

    private List<V2Record.Segment> named(V2Record.Group group) {
        List<V2Record.Segment> found = List.of();
        for (V2Segment segment : group.segments()) {
            if (segment.name().equals(start)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>(2);
                }
                found.add(new V2Record.Segment(segment, group));
            }
        }
        return found;
    }

    /** All groups of that name inside a group, itself included, else those around it. */
    private List<NativeRecord> groups(NativeRecord here) {
        List<NativeRecord> found = new ArrayList<>();
        var nearest = here instanceof V2Record.Segment segment ? segment.around() : here;
        if (nearest instanceof V2Record.Group group) {
            collect(group, found);
            for (var at = group.around(); found.isEmpty() && at != null; at = at.around()) {
                if (at.name().equals(start) && hold(tests, at)) {
                    found.add(at);
                }
            }
        }
        return found;
    }

    private void collect(V2Record.Group group, List<NativeRecord> found) {
        if (group.name().equals(start)) {
            if (hold(tests, group)) {
                found.add(group);
            }
        } else {
            group.groups().forEach(inner -> collect(inner, found));
        }
    }
}
