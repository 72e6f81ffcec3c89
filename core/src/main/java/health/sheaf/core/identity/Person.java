package health.sheaf.core.identity;

import health.sheaf.spi.NhsNumber;

/**
 * The identity index's notion of a patient.
 *
 * @param id opaque
 * @param nhsNumber verified: at least one source holds a patient under it
 * @param restriction what was last known of the S-flag
 */
public record Person(PersonId id, NhsNumber nhsNumber, Restriction restriction) {}
