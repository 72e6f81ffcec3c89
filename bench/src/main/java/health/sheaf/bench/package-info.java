/** Measures Sheaf side by side with what one would use instead, in one run. */
@NullMarked
package health.sheaf.bench;

import org.jspecify.annotations.NullMarked;
