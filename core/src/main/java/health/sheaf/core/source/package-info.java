/** The definitions of the sources, read and checked. */
@NullMarked
package health.sheaf.core.source;

import org.jspecify.annotations.NullMarked;
