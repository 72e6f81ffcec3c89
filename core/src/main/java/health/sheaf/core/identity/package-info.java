/** Who is it: persons, their links to the sources, and the ids that are handed out. */
@NullMarked
package health.sheaf.core.identity;

import org.jspecify.annotations.NullMarked;
