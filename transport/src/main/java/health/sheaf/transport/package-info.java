/**
 * What several connectors need to talk: HTTP client rules, OAuth2, mTLS. No meaning, only bytes.
 *
 * <p>The rules hold for every source: nothing is followed to another origin, every body has a cap,
 * every exchange ends with its deadline, and every failure comes out as a {@link
 * health.sheaf.spi.SourceFaultException} that names neither address nor content.
 */
@NullMarked
package health.sheaf.transport;

import org.jspecify.annotations.NullMarked;
