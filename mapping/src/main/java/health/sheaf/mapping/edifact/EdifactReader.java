package health.sheaf.mapping.edifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one interchange: its frame is checked as a whole (references, counts, character set),
 * before anybody sees a message of it. For any number of threads.
 */
public final class EdifactReader {

    private final EdifactLimits limits;

    public EdifactReader(EdifactLimits limits) {
        this.limits = limits;
    }

    /**
     * The bytes of a file.
     *
     * @throws EdifactRefusedException where they are more than is allowed: they are not loaded
     */
    public byte[] load(Path file) throws IOException {
        if (Files.size(file) > limits.bytes()) {
            throw new EdifactRefusedException(EdifactRefusal.TOO_LARGE, limits.bytes(), 0, null);
        }
        return Files.readAllBytes(file);
    }

    /**
     * Reads an interchange, or messages without one.
     *
     * @param bytes taken as they are and not copied: nobody may write to them any more
     * @throws EdifactRefusedException where the interchange cannot be used as a whole
     */
    public Interchange read(byte[] bytes) {
        return new Reading(Tokenizer.tokenize(bytes, limits), limits).read();
    }

    /** One interchange on its way in. */
    private static final class Reading {

        private SegmentTable table;
        private final EdifactLimits limits;
        private final List<Message> messages = new ArrayList<>();
        private final Set<String> references = new HashSet<>();
        private @Nullable Envelope envelope;
        private int groups;
        private int at;

        Reading(SegmentTable table, EdifactLimits limits) {
            this.table = table;
            this.limits = limits;
        }

        Interchange read() {
            if (table.tagged(0, "UNB")) {
                header();
            }
            int trailer = trailer();
            characters();
            if (trailer >= 0 && envelope != null) {
                var reference = table.segment(trailer).text(2, 1);
                if (!reference.equals(envelope.reference())) {
                    throw refused(EdifactRefusal.INTERCHANGE_REFERENCE_DIFFERS, trailer);
                }
            }
            int end = trailer < 0 ? table.count() : trailer;
            while (at < end) {
                next(end);
            }
            if (messages.isEmpty()) {
                throw refused(EdifactRefusal.NO_MESSAGE, Math.max(0, end - 1));
            }
            if (trailer >= 0) {
                int expected = groups > 0 ? groups : messages.size();
                if (!counts(table.segment(trailer).text(1, 1), expected)) {
                    throw refused(EdifactRefusal.MESSAGE_COUNT_DIFFERS, trailer);
                }
            }
            return new Interchange(envelope == null ? null : table.segment(0), messages);
        }

        private void header() {
            var found = Envelope.of(table.segment(0));
            if (!found.complete()) {
                throw refused(EdifactRefusal.INTERCHANGE_HEADER_INCOMPLETE, 0);
            }
            envelope = found;
            var charset = CharacterSets.of(found.syntax().getFirst());
            if (charset.isEmpty()) {
                throw refused(EdifactRefusal.CHARACTER_SET_UNKNOWN, 0);
            }
            table = table.in(charset.get());
            at = 1;
        }

        private void characters() {
            int bad = CharacterSets.firstBad(table.bytes(), table.charset());
            if (bad >= 0) {
                throw new EdifactRefusedException(
                        EdifactRefusal.BAD_CHARACTER, bad, segmentAt(bad), envelope);
            }
        }

        private int segmentAt(int offset) {
            int index = 0;
            while (index < table.count() && table.starts()[index] <= offset) {
                index++;
            }
            return index;
        }

        /** The trailer's place; -1 where a fragment has none. */
        private int trailer() {
            for (int index = at; index < table.count(); index++) {
                if (table.tagged(index, "UNZ")) {
                    if (index + 1 < table.count()) {
                        throw refused(EdifactRefusal.AFTER_THE_END, index + 1);
                    }
                    return index;
                }
            }
            if (envelope != null) {
                throw refused(EdifactRefusal.INTERCHANGE_TRAILER_MISSING, table.count() - 1);
            }
            return -1;
        }

        private void next(int end) {
            if (table.tagged(at, "UNH")) {
                message(end);
            } else if (table.tagged(at, "UNG")) {
                group(end);
            } else if (table.tagged(at, "UNT")) {
                throw refused(EdifactRefusal.MESSAGE_TRAILER_MISSING, at);
            } else if (table.tagged(at, "UNE")) {
                throw refused(EdifactRefusal.GROUP_UNBALANCED, at);
            } else {
                throw refused(EdifactRefusal.OUTSIDE_A_MESSAGE, at);
            }
        }

        private void group(int end) {
            int head = at;
            int before = messages.size();
            at++;
            while (at < end && table.tagged(at, "UNH")) {
                message(end);
            }
            if (at >= end || !table.tagged(at, "UNE")) {
                throw refused(EdifactRefusal.GROUP_UNBALANCED, Math.min(at, end - 1));
            }
            var trailer = table.segment(at);
            if (!counts(trailer.text(1, 1), messages.size() - before)
                    || !trailer.text(2, 1).equals(table.segment(head).text(5, 1))) {
                throw refused(EdifactRefusal.GROUP_CONTROL_DIFFERS, at);
            }
            at++;
            groups++;
        }

        private void message(int end) {
            int first = at;
            var header = table.segment(first);
            if (header.text(1, 1).isBlank() || header.text(2, 1).isBlank()) {
                throw refused(EdifactRefusal.MESSAGE_HEADER_INCOMPLETE, first);
            }
            do {
                at++;
                if (at >= end || isFrame(at)) {
                    throw refused(EdifactRefusal.MESSAGE_TRAILER_MISSING, first);
                }
            } while (!table.tagged(at, "UNT"));
            if (!table.segment(at).text(2, 1).equals(header.text(1, 1))) {
                throw refused(EdifactRefusal.MESSAGE_REFERENCE_DIFFERS, at);
            }
            if (!references.add(groups + "/" + header.text(1, 1))) {
                throw refused(EdifactRefusal.MESSAGE_REFERENCE_TWICE, first);
            }
            if (messages.size() == limits.messages()) {
                throw refused(EdifactRefusal.TOO_MANY_MESSAGES, first);
            }
            messages.add(new Message(table, first, at));
            at++;
        }

        private boolean isFrame(int index) {
            return table.tagged(index, "UNH")
                    || table.tagged(index, "UNB")
                    || table.tagged(index, "UNG")
                    || table.tagged(index, "UNE");
        }

        private static boolean counts(String written, int expected) {
            try {
                return Integer.parseInt(written.strip()) == expected;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private EdifactRefusedException refused(EdifactRefusal why, int index) {
            return new EdifactRefusedException(why, table.starts()[index], index + 1, envelope);
        }
    }
}
