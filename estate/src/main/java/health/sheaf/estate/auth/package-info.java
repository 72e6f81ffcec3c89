/** The authorization server of the demonstration, and of its community system. */
@NullMarked
package health.sheaf.estate.auth;

import org.jspecify.annotations.NullMarked;
