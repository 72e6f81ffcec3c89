package health.sheaf.mapping;

import health.sheaf.mapping.edifact.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path, compiled. A segment is looked for in the group in hand alone, never around or inside it:
 * what a result does not say is not said by its neighbour.
 *
 * @param absolute whether the message takes the place of the group in hand
 * @param inside the groups in which the segment is looked for; {@code null}: the one in hand
 * @param start a segment's tag, a group, or {@code it}
 * @param qualifier of the segment; {@code null} for any
 * @param tests on the segment or the group
 * @param element as EDIFACT numbers it; {@code null} for the segment as a whole
 * @param part what of the element
 */
record EdifactPath(
        boolean absolute,
        @Nullable String inside,
        String start,
        @Nullable String qualifier,
        List<Test> tests,
        @Nullable Integer element,
        Part part)
        implements NativePath {

    /** What of an element. */
    sealed interface Part {

        /** As it is written, components with {@code :} between. */
        record Whole() implements Part {}

        record Component(int number) implements Part {}

        /** Each component. */
        record Each() implements Part {}

        /** The second component of the elements whose first one is this: {@code SU:SMITH}. */
        record Named(String name) implements Part {}

        /** The components with blanks between. */
        record Words() implements Part {}

        /** The words of all segments found, a line each: one text. */
        record Lines() implements Part {}
    }

    /** A test: text is compared as a whole; a blank word stands for nothing being there. */
    record Test(EdifactPath operand, Set<String> wanted, boolean not) {

        boolean holds(NativeRecord record) {
            var found = operand.of(record);
            boolean any =
                    found.isEmpty()
                            ? wanted.contains("")
                            : found.stream()
                                    .anyMatch(one ->
                                            one.text() != null && wanted.contains(one.text()));
            return any != not;
        }
    }

    EdifactPath {
        tests = List.copyOf(tests);
    }

    @Override
    public List<NativeRecord> of(NativeRecord here) {
        if (start.equals("it")) {
            return below(here);
        }
        if (!(here.group() instanceof EdifactRecord.Group near)) {
            return List.of();
        }
        var group = absolute ? near.root() : near;
        List<NativeRecord> found = new ArrayList<>(2);
        if (EdifactFormat.isGroup(start)) {
            groups(group, start).stream().filter(this::hold).forEach(found::add);
        } else if (inside == null) {
            segments(group, found);
        } else {
            groups(group, inside).forEach(one -> segments(one, found));
        }
        return part instanceof Part.Lines ? lines(found, here) : found;
    }

    @Override
    public List<NativeRecord> everywhere(NativeRecord root) {
        List<NativeRecord> found = new ArrayList<>();
        if (root instanceof EdifactRecord.Group group) {
            everywhere(group, found);
        }
        return found;
    }

    private void everywhere(EdifactRecord.Group group, List<NativeRecord> found) {
        if (!EdifactFormat.isGroup(start)) {
            segments(group, found);
        } else if (group.name().equals(start) && hold(group)) {
            found.add(group);
        }
        group.groups().forEach(inner -> everywhere(inner, found));
    }

    private static List<EdifactRecord.Group> groups(EdifactRecord.Group group, String name) {
        return group.name().equals(name)
                ? List.of(group)
                : group.groups().stream().filter(one -> one.name().equals(name)).toList();
    }

    /** What {@code it} is: a segment whose element is wanted, or the record itself. */
    private List<NativeRecord> below(NativeRecord here) {
        List<NativeRecord> found = new ArrayList<>(1);
        if (here instanceof EdifactRecord.One one && element != null) {
            parts(one.segment(), one, found);
        } else if (element == null) {
            found.add(here);
        }
        return found;
    }

    private void segments(EdifactRecord.Group group, List<NativeRecord> found) {
        for (var segment : group.segments()) {
            if (segment.is(start) && (qualifier == null || segment.text(1, 1).equals(qualifier))) {
                var one = new EdifactRecord.One(segment, group);
                if (hold(one)) {
                    parts(segment, one, found);
                }
            }
        }
    }

    private boolean hold(NativeRecord record) {
        for (var test : tests) {
            if (!test.holds(record)) {
                return false;
            }
        }
        return true;
    }

    private void parts(Segment segment, EdifactRecord.One one, List<NativeRecord> found) {
        if (element == null) {
            found.add(one);
            return;
        }
        switch (part) {
            case Part.Whole whole ->
                    add(String.join(":", trimmed(segment.components(element))), one, found);
            case Part.Component component ->
                    add(segment.text(element, component.number()), one, found);
            case Part.Each each ->
                    segment.components(element).forEach(text -> add(text, one, found));
            case Part.Named named -> {
                for (int n = 1; n <= segment.elements(); n++) {
                    if (segment.text(n, 1).equals(named.name())) {
                        add(segment.text(n, 2), one, found);
                    }
                }
            }
            case Part.Words words -> add(String.join(" ", segment.components(element)), one, found);
            case Part.Lines lines -> add(String.join(" ", segment.components(element)), one, found);
        }
    }

    /** Empty components at the end were only written to fill the segment. */
    private static List<String> trimmed(List<String> components) {
        int length = components.size();
        while (length > 1 && components.get(length - 1).isEmpty()) {
            length--;
        }
        return components.subList(0, length);
    }

    private static void add(String text, EdifactRecord.One one, List<NativeRecord> found) {
        if (!text.isBlank()) {
            found.add(new EdifactRecord.Part(text, one));
        }
    }

    private static List<NativeRecord> lines(List<NativeRecord> found, NativeRecord here) {
        if (found.isEmpty()) {
            return found;
        }
        List<String> texts = new ArrayList<>();
        found.forEach(
                one -> texts.add(one.text() == null ? "" : String.valueOf(one.text()).strip()));
        return List.of(new EdifactRecord.Part(String.join("\n", texts), here));
    }
}
