/** What the small HTTP servers of the estate have in common. */
@NullMarked
package health.sheaf.estate.http;

import org.jspecify.annotations.NullMarked;
