package health.sheaf.core.audit;

/**
 * What leaves a use case: a payload with the proof that its leaving was written down.
 *
 * @param receipt durable before this object exists
 * @param payload what may now be sent
 */
public record Emission<T>(Receipt receipt, T payload) {}
