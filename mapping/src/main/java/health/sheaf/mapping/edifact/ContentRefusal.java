package health.sheaf.mapping.edifact;

/**
 * Why one message cannot be used.
 *
 * @param refusal which rule
 * @param tag the segment's tag
 * @param offset the byte of the interchange at which the segment starts
 * @param segment the segment in the interchange, from 1
 * @param reason as it is written into an acknowledgement; nothing of the content
 */
public record ContentRefusal(
        EdifactRefusal refusal, String tag, int offset, int segment, String reason) {

    /** As the errors of the reader read. */
    public String message() {
        return refusal.code()
                + ": "
                + refusal.words()
                + ": "
                + tag
                + ", at byte "
                + offset
                + " (segment "
                + segment
                + ")";
    }
}
