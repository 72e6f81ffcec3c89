package health.sheaf.mapping.edifact;

import java.util.List;

/**
 * What stands on an interchange (UNB).
 *
 * @param syntax identifier and version, as {@code UNOC}, {@code 3}
 * @param sender its address: identification, then the qualifier where there is one
 * @param recipient the same of whom it is for
 * @param date as it is written, {@code yyMMdd} or {@code yyyyMMdd}
 * @param time as it is written, {@code HHmm}
 * @param reference the control reference
 * @param application the application reference, {@code MEDRPT}; empty where there is none
 * @param acknowledgementRequested whether the sender asks for one
 */
public record Envelope(
        List<String> syntax,
        List<String> sender,
        List<String> recipient,
        String date,
        String time,
        String reference,
        String application,
        boolean acknowledgementRequested) {
    public Envelope {
        syntax = List.copyOf(syntax);
        sender = List.copyOf(sender);
        recipient = List.copyOf(recipient);
    }

    static Envelope of(Segment unb) {
        return new Envelope(
                unb.components(1),
                unb.components(2),
                unb.components(3),
                unb.text(4, 1),
                unb.text(4, 2),
                unb.text(5, 1),
                unb.text(7, 1),
                unb.text(9, 1).equals("1"));
    }

    boolean complete() {
        return !syntax.getFirst().isBlank()
                && !sender.getFirst().isBlank()
                && !recipient.getFirst().isBlank()
                && !date.isBlank()
                && !time.isBlank()
                && !reference.isBlank();
    }
}
