package health.sheaf.mapping.edifact;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a message must hold before it may become a record. A result whose test nobody can name, or
 * whose code means something in an unknown list, is refused as a whole message: its sender must
 * know, and half a report is not a report.
 */
public final class ContentCheck {

    private static final String READ_2 = "911";
    private static final String SNOMED = "921";
    private static final Set<String> CODE_LISTS = Set.of(READ_2, SNOMED);
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[<>]?=?[-+]?[0-9]{1,30}(?:[.,][0-9]{1,30})?|[<>]?=?[-+]?[.,][0-9]{1,30}");

    private final Message message;

    private ContentCheck(Message message) {
        this.message = message;
    }

    /** The first rule a message breaks; empty where it is sound. */
    public static Optional<ContentRefusal> check(Message message) {
        return new ContentCheck(message).run();
    }

    private Optional<ContentRefusal> run() {
        return switch (message.type()) {
            case "MEDRPT" -> pathology();
            case "FHSREG" -> registration();
            case "NHSACK", "RECEP" -> Optional.empty();
            case String other -> refuse(0, EdifactRefusal.MESSAGE_TYPE_UNKNOWN);
        };
    }

    private Optional<ContentRefusal> pathology() {
        if (message.first("PNA", "PAT").isEmpty()) {
            return missing("PNA");
        }
        for (int index = 0; index < message.size(); index++) {
            var segment = message.segment(index);
            var found =
                    switch (segment.tag()) {
                        case "NAD" -> shorterThan(index, segment, 2);
                        case "INV" -> investigation(index, segment);
                        case "RSL" -> result(index, segment);
                        case "DTM" -> date(index, segment);
                        case String other -> Optional.<ContentRefusal>empty();
                    };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<ContentRefusal> investigation(int index, Segment inv) {
        if (inv.elements() < 2) {
            return shorterThan(index, inv, 2);
        }
        var code = inv.text(2, 1);
        var words = inv.text(2, 4);
        if (code.isBlank()) {
            return words.isBlank()
                    ? refuse(index, EdifactRefusal.ELEMENT_MISSING)
                    : Optional.empty();
        }
        return coded(index, inv.text(2, 2), words);
    }

    private Optional<ContentRefusal> result(int index, Segment rsl) {
        return switch (rsl.text(1, 1)) {
            case "NV" ->
                    rsl.text(2, 1).isBlank() || NUMBER.matcher(rsl.text(2, 1).strip()).matches()
                            ? Optional.empty()
                            : refuse(index, EdifactRefusal.VALUE_UNREADABLE);
            case "CV" -> {
                if (rsl.elements() < 2) {
                    yield shorterThan(index, rsl, 2);
                }
                yield rsl.text(2, 3).isBlank()
                        ? refuse(index, EdifactRefusal.ELEMENT_MISSING)
                        : coded(index, rsl.text(2, 4), rsl.text(2, 6));
            }
            case String other -> Optional.empty();
        };
    }

    /** Readers have the words of Read codes; a SNOMED CT code must bring its own. */
    private Optional<ContentRefusal> coded(int index, String list, String words) {
        if (!CODE_LISTS.contains(list)) {
            return refuse(index, EdifactRefusal.CODE_LIST_UNKNOWN);
        }
        return list.equals(SNOMED) && words.isBlank()
                ? refuse(index, EdifactRefusal.ELEMENT_MISSING)
                : Optional.empty();
    }

    private Optional<ContentRefusal> date(int index, Segment dtm) {
        return DateTimes.readable(dtm.text(1, 2), dtm.text(1, 3))
                ? Optional.empty()
                : refuse(index, EdifactRefusal.VALUE_UNREADABLE);
    }

    private Optional<ContentRefusal> registration() {
        if (Recep.party(message, "FHS").isEmpty() || Recep.party(message, "GP").isEmpty()) {
            return missing("NAD");
        }
        return message.first("RFF", "950").isEmpty() ? missing("RFF") : Optional.empty();
    }

    /** Worded as NHS England's adaptor words it: senders look for these words in their logs. */
    private Optional<ContentRefusal> shorterThan(int index, Segment segment, int elements) {
        int written = segment.elements() + 1;
        if (segment.elements() >= elements) {
            return Optional.empty();
        }
        return Optional.of(
                new ContentRefusal(
                        EdifactRefusal.ELEMENT_MISSING,
                        segment.tag(),
                        segment.offset(),
                        message.position() + index,
                        "Index " + written + " out of bounds for length " + written));
    }

    private Optional<ContentRefusal> refuse(int index, EdifactRefusal why) {
        var segment = message.segment(index);
        return Optional.of(
                new ContentRefusal(
                        why,
                        segment.tag(),
                        segment.offset(),
                        message.position() + index,
                        segment.tag() + ": " + why.words()));
    }

    private Optional<ContentRefusal> missing(String tag) {
        return Optional.of(
                new ContentRefusal(
                        EdifactRefusal.SEGMENT_MISSING,
                        tag,
                        message.segment(0).offset(),
                        message.position(),
                        tag + ": " + EdifactRefusal.SEGMENT_MISSING.words()));
    }
}
