/** Who asks: verifies access tokens and turns their claims into a requester. */
@NullMarked
package health.sheaf.server.security;

import org.jspecify.annotations.NullMarked;
