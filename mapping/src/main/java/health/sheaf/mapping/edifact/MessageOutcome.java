package health.sheaf.mapping.edifact;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message.
 *
 * @param reference its control reference
 * @param reason why it was refused; {@code null} where it was accepted
 */
public record MessageOutcome(String reference, @Nullable String reason) {

    public boolean accepted() {
        return reason == null;
    }
}
