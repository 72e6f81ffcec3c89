package health.sheaf.mapping.edifact;

import java.util.List;
import java.util.Optional;

/** RECEP, the answer to GP registration links: what could be translated of each message. */
public final class Recep {

    private final Envelope received;
    private final Stamp stamp;

    /**
     * @param received the header of what is answered
     * @param stamp numbers and time of the answer
     */
    public Recep(Envelope received, Stamp stamp) {
        this.received = received;
        this.stamp = stamp;
    }

    /**
     * Answers message by message: CP translated, CA not; the interchange is OK, ER (some not) or NA
     * (none).
     *
     * @param authority the health authority (NAD+FHS)
     * @param practice the practice's code (NAD+GP)
     */
    public String answer(
            String authority, String practice, List<MessageOutcome> outcomes, Layout layout) {
        long accepted = outcomes.stream().filter(MessageOutcome::accepted).count();
        var reference = padded(stamp.message());
        var minute = stamp.at("yyyyMMddHHmm");
        var writer = start(reference);
        writer.add("BGM++600+243:" + minute + ":306+64");
        writer.add(
                "NHS", List.of(List.of(authority, "819", "201"), List.of(practice, "814", "202")));
        writer.add("DTM+815:" + minute + ":306");
        for (var outcome : outcomes) {
            var word = outcome.reference() + (outcome.accepted() ? " CP" : " CA");
            writer.add("RFF", List.of(List.of("MIS", word)));
        }
        var status = accepted == outcomes.size() ? "OK" : accepted == 0 ? "NA" : "ER";
        writer.add(
                "RFF",
                List.of(
                        List.of(
                                "RIS",
                                received.reference() + " " + status,
                                Integer.toString(outcomes.size()))));
        return writer.endMessage(reference)
                .add("UNZ+1+" + padded(stamp.interchange()))
                .text(layout);
    }

    private SegmentWriter start(String reference) {
        return new SegmentWriter()
                .add(
                        "UNB",
                        List.of(
                                List.of("UNOA", "2"),
                                received.recipient(),
                                received.sender(),
                                List.of(stamp.at("yyMMdd"), stamp.at("HHmm")),
                                List.of(padded(stamp.interchange())),
                                List.of(""),
                                List.of("RECEP"),
                                List.of(""),
                                List.of(""),
                                List.of("EDIFACT TRANSFER")))
                .startMessage("UNH+" + reference + "+RECEP:0:2:FH");
    }

    /** Who a registration message names on either side; the answer says it back. */
    static Optional<String> party(Message message, String role) {
        return message.first("NAD", role).map(nad -> nad.text(2, 1)).filter(id -> !id.isBlank());
    }

    private static String padded(int number) {
        return String.format(java.util.Locale.ROOT, "%08d", number);
    }
}
