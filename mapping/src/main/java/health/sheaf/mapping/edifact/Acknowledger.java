package health.sheaf.mapping.edifact;

import java.util.List;
import java.util.Optional;

/**
 * Answers what came: reads it, checks each message, and writes the acknowledgement its kind asks
 * for. Pathology is answered where the sender asks for it (UNB's ninth element), registrations
 * always, acknowledgements never.
 */
public final class Acknowledger {

    private final EdifactReader reader;

    public Acknowledger(EdifactReader reader) {
        this.reader = reader;
    }

    /**
     * What to answer.
     *
     * @param received the bytes of one interchange
     * @return empty where no answer is due
     * @throws EdifactRefusedException where there is nobody to answer: no readable header, or a
     *     registration, whose acknowledgement must name parties that could not be read
     */
    public Optional<String> answer(byte[] received, Stamp stamp, Layout layout) {
        Interchange interchange;
        try {
            interchange = reader.read(received);
        } catch (EdifactRefusedException refused) {
            return refusal(refused, stamp, layout);
        }
        var envelope = interchange.envelope();
        if (envelope.isEmpty()) {
            return Optional.empty();
        }
        var outcomes =
                interchange.messages().stream()
                        .map(message ->
                                new MessageOutcome(
                                        message.reference(),
                                        ContentCheck.check(message)
                                                .map(ContentRefusal::reason)
                                                .orElse(null)))
                        .toList();
        var first = interchange.messages().getFirst();
        return switch (first.type()) {
            case "FHSREG" -> registration(interchange, envelope.get(), outcomes, stamp, layout);
            case "RECEP", "NHSACK" -> Optional.empty();
            case String pathology ->
                    envelope.get().acknowledgementRequested()
                            ? Optional.of(
                                    new NhsAck(envelope.get(), stamp).answer(outcomes, layout))
                            : Optional.empty();
        };
    }

    private static Optional<String> refusal(
            EdifactRefusedException refused, Stamp stamp, Layout layout) {
        var envelope = refused.envelope().orElseThrow(() -> refused);
        if (!envelope.application().equals("MEDRPT")) {
            throw refused;
        }
        if (!envelope.acknowledgementRequested()) {
            return Optional.empty();
        }
        var ack = new NhsAck(envelope, stamp);
        var reason = refused.refusal().words();
        return Optional.of(
                refused.refusal().ofMessageFrames()
                        ? ack.refuseMessages(reason, layout)
                        : ack.refuseInterchange(reason, layout));
    }

    private static Optional<String> registration(
            Interchange interchange,
            Envelope envelope,
            List<MessageOutcome> outcomes,
            Stamp stamp,
            Layout layout) {
        var messages = interchange.messages();
        var authority = party(messages, "FHS");
        var practice = party(messages, "GP");
        return Optional.of(
                new Recep(envelope, stamp).answer(authority, practice, outcomes, layout));
    }

    private static String party(List<Message> messages, String role) {
        return messages.stream()
                .flatMap(message -> Recep.party(message, role).stream())
                .findFirst()
                .orElse("");
    }
}
