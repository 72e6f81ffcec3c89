package health.sheaf.mapping;

import health.sheaf.mapping.hl7v2.V2Segment;
import health.sheaf.mapping.hl7v2.V2Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of an HL7 v2 message. */
sealed interface V2Record extends NativeRecord {

    /** The message itself, or a group of segments in it. */
    final class Group implements V2Record {

        private final String name;
        private final @Nullable Group parent;
        private final List<V2Segment> segments = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();

        Group(String name, @Nullable Group parent) {
            this.name = name;
            this.parent = parent;
        }

        Group open(String groupName) {
            var group = new Group(groupName, this);
            groups.add(group);
            return group;
        }

        void add(V2Segment segment) {
            segments.add(segment);
        }

        boolean has(String segment) {
            return segments.stream().anyMatch(one -> one.name().equals(segment));
        }

        String name() {
            return name;
        }

        List<V2Segment> segments() {
            return segments;
        }

        List<Group> groups() {
            return groups;
        }

        @Override
        public @Nullable String text() {
            return null;
        }

        @Override
        public @Nullable Group around() {
            return parent;
        }
    }

    /** One segment in hand. */
    record Segment(V2Segment segment, Group around) implements V2Record {
        @Override
        public NativeRecord group() {
            return around;
        }

        @Override
        public @Nullable String text() {
            return null;
        }
    }

    /** A repeat, a component or a subcomponent in hand. */
    record Part(V2Span span, NativeRecord around) implements V2Record {
        @Override
        public String text() {
            return span.text();
        }
    }
}
