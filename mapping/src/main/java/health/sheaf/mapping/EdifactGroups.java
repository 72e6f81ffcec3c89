package health.sheaf.mapping;

import health.sheaf.mapping.edifact.Message;
import health.sheaf.mapping.edifact.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups of a message: those its Snn segments open, by their names, and RESULT, which a
 * GIS opens after the first S16. A specimen and the results that name it, a battery of tests and
 * its members point at each other by numbers (SEQ, RFF+ASL, RFF+ARL); here they are put into each
 * other: S16 holds its results, a battery its members. A number that nobody has leaves a result
 * outside, in the message.
 */
final class EdifactGroups {

    private final EdifactRecord.Group message = new EdifactRecord.Group("MESSAGE", null);
    private EdifactRecord.Group innermost = message;
    private EdifactRecord.@Nullable Group transaction;
    private boolean results;

    private EdifactGroups() {}

    /**
     * @param header UNB, where there is one
     */
    static EdifactRecord.Group of(Message read, @Nullable Segment header) {
        var flat = new EdifactGroups();
        if (header != null) {
            flat.message.add(header);
        }
        for (int index = 0; index < read.size(); index++) {
            flat.add(read.segment(index), read.type().equals("FHSREG"));
        }
        return new Nesting(flat.message).nested();
    }

    private void add(Segment segment, boolean registration) {
        var tag = segment.tag();
        if (tag.equals("UNT")) {
            message.add(segment);
            return;
        }
        if (tag.startsWith("S") && Character.isDigit(tag.charAt(1))) {
            open(tag, registration);
        } else if (tag.equals("GIS") && results) {
            innermost = message.open("RESULT");
        }
        innermost.add(segment);
    }

    private void open(String tag, boolean registration) {
        if (registration) {
            if (tag.equals("S01") || transaction == null) {
                transaction = message.open(tag);
                innermost = transaction;
            } else {
                innermost = transaction.open(tag);
            }
            return;
        }
        results = results || tag.equals("S16");
        boolean range = tag.equals("S20") && innermost != message;
        if (range) {
            var result = innermost.name().equals("S20") ? innermost.around() : innermost;
            innermost = (result == null ? message : result).open(tag);
        } else {
            innermost = message.open(tag);
        }
    }

    /** Puts results where their numbers point to. */
    private static final class Nesting {

        private final EdifactRecord.Group flat;
        private final EdifactRecord.Group nested = new EdifactRecord.Group("MESSAGE", null);
        private final Map<String, EdifactRecord.Group> specimens = new HashMap<>();
        private final Map<String, EdifactRecord.Group> batteries = new HashMap<>();

        Nesting(EdifactRecord.Group flat) {
            this.flat = flat;
        }

        EdifactRecord.Group nested() {
            flat.segments().forEach(nested::add);
            List<EdifactRecord.Group> members = new ArrayList<>();
            for (var group : flat.groups()) {
                switch (group.name()) {
                    case "S16" -> number(group, specimens, copy(group, nested));
                    case "RESULT" -> {
                        if (!value(group, "SEQ", "").isEmpty()) {
                            var specimen = specimens.get(value(group, "RFF", "ASL"));
                            number(group, batteries, copy(group, or(specimen)));
                        } else {
                            members.add(group);
                        }
                    }
                    case String other -> copy(group, nested);
                }
            }
            for (var member : members) {
                var battery = batteries.get(value(member, "RFF", "ARL"));
                var specimen = specimens.get(value(member, "RFF", "ASL"));
                copy(member, battery == null ? or(specimen) : battery);
            }
            return nested;
        }

        private EdifactRecord.Group or(EdifactRecord.@Nullable Group found) {
            return found == null ? nested : found;
        }

        private static void number(
                EdifactRecord.Group group,
                Map<String, EdifactRecord.Group> into,
                EdifactRecord.Group copy) {
            into.putIfAbsent(value(group, "SEQ", ""), copy);
        }

        /**
         * SEQ's second element, or what a reference of a kind refers to; without leading noughts.
         */
        private static String value(EdifactRecord.Group group, String tag, String kind) {
            for (var segment : group.segments()) {
                if (segment.tag().equals(tag) && (kind.isEmpty() || segment.is(tag, kind))) {
                    var text = kind.isEmpty() ? segment.text(2, 1) : segment.text(1, 2);
                    return text.strip().replaceFirst("^0+(?=.)", "");
                }
            }
            return "";
        }

        private static EdifactRecord.Group copy(
                EdifactRecord.Group group, EdifactRecord.Group into) {
            var copy = into.open(group.name());
            group.segments().forEach(copy::add);
            group.groups().forEach(inner -> copy(inner, copy));
            return copy;
        }
    }
}
