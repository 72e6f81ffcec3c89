package health.sheaf.mapping.edifact;

import java.util.ArrayList;
import java.util.List;

/**
 * NHSACK, the answer to pathology reports: whether the interchange was accepted, and each message
 * of it.
 */
public final class NhsAck {

    private static final String MESSAGE = "1";

    private final Envelope received;
    private final Stamp stamp;

    /**
     * @param received the header of what is answered
     * @param stamp number and time of the answer
     */
    public NhsAck(Envelope received, Stamp stamp) {
        this.received = received;
        this.stamp = stamp;
    }

    /** Answers message by message: IAF all accepted, IAP some, IRA none. */
    public String answer(List<MessageOutcome> outcomes, Layout layout) {
        long accepted = outcomes.stream().filter(MessageOutcome::accepted).count();
        var writer = start(accepted == outcomes.size() ? "IAF" : accepted == 0 ? "IRA" : "IAP");
        for (var outcome : outcomes) {
            var reason = outcome.reason();
            writer.add(
                    "NMR",
                    List.of(
                            List.of("AGO", plain(outcome.reference())),
                            List.of(reason == null ? "MA" : "MR")));
            if (reason != null) {
                writer.add("FTX", reason(reason));
            }
        }
        return end(writer, layout);
    }

    /** Refuses the interchange as a whole (IRI). */
    public String refuseInterchange(String reason, Layout layout) {
        return end(start("IRI").add("FTX", reason(reason)), layout);
    }

    /** Says that the messages could not be told apart (IRM). */
    public String refuseMessages(String reason, Layout layout) {
        return end(start("IRM").add("FTX", reason(reason)), layout);
    }

    private SegmentWriter start(String status) {
        return new SegmentWriter()
                .add("UNA:+.? ")
                .add(
                        "UNB",
                        List.of(
                                List.of("UNOC", "3"),
                                received.recipient(),
                                received.sender(),
                                List.of(stamp.at("yyMMdd"), stamp.at("HHmm")),
                                List.of(Integer.toString(stamp.interchange())),
                                List.of(""),
                                List.of("NHSACK")))
                .startMessage("UNH+" + MESSAGE + "+NHSACK:D:1:NH:NHS001")
                .add("BGM+AKR")
                .add("DTM+137:" + stamp.at("yyyyMMdd") + ":102")
                .add(
                        "NIR",
                        List.of(
                                List.of("SIR", plain(received.reference())),
                                received.sender(),
                                received.recipient(),
                                List.of(status)));
    }

    private String end(SegmentWriter writer, Layout layout) {
        return writer.endMessage(MESSAGE).add("UNZ+1+" + stamp.interchange()).text(layout);
    }

    /** The fourth element holds the text: 4451, 4453, C107, C108. */
    private static List<List<String>> reason(String text) {
        List<List<String>> elements = new ArrayList<>();
        elements.add(List.of("ERD"));
        elements.add(List.of(""));
        elements.add(List.of(""));
        elements.add(List.of(text));
        return elements;
    }

    /** Numbers are answered without leading noughts. */
    private static String plain(String reference) {
        return reference.matches("0*[0-9]{1,18}")
                ? Long.toString(Long.parseLong(reference))
                : reference;
    }
}
