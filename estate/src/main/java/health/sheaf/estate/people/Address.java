package health.sheaf.estate.people;

/**
 * A home.
 *
 * @param line house and street
 * @param town the post town
 * @param postcode with its space
 */
public record Address(String line, String town, String postcode) {}
