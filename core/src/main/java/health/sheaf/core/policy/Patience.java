package health.sheaf.core.policy;

import java.time.Duration;

/**
 * How long a role waits.
 *
 * @param showBy when a plain call is answered, whoever has not answered yet
 * @param giveUp until when the page and the event stream still take late answers
 */
public record Patience(Duration showBy, Duration giveUp) {}
