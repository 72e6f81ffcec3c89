package health.sheaf.spi;

/**
 * The human (or, for a machine, the client) on whose behalf a source is asked. Some protocols must
 * name a real user to the source.
 *
 * @param id unique at the identity provider
 * @param name for display and for the audit trail, as it was at the time
 * @param role the code of the role the user acts in
 * @param organisation where the user works
 */
public record EndUser(String id, String name, String role, OdsCode organisation) {}
