/** The use case: one person's record for one question, by one user, at one time. */
@NullMarked
package health.sheaf.core.record;

import org.jspecify.annotations.NullMarked;
