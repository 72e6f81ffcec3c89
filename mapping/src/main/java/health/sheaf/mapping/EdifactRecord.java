package health.sheaf.mapping;

import health.sheaf.mapping.edifact.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of an EDIFACT message. */
sealed interface EdifactRecord extends NativeRecord {

    /** The message itself, or a group of segments in it. */
    final class Group implements EdifactRecord {

        private final String name;
        private final @Nullable Group parent;
        private final List<Segment> segments = new ArrayList<>();
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

        void add(Segment segment) {
            segments.add(segment);
        }

        String name() {
            return name;
        }

        List<Segment> segments() {
            return segments;
        }

        List<Group> groups() {
            return groups;
        }

        /** The message. */
        Group root() {
            return parent == null ? this : parent.root();
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
    record One(Segment segment, Group around) implements EdifactRecord {
        @Override
        public NativeRecord group() {
            return around;
        }

        @Override
        public @Nullable String text() {
            return null;
        }
    }

    /** An element or a component in hand. */
    record Part(String text, NativeRecord around) implements EdifactRecord {}
}
