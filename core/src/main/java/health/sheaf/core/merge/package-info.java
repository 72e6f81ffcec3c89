/** One record from a set of entries: a pure function. */
@NullMarked
package health.sheaf.core.merge;

import org.jspecify.annotations.NullMarked;
