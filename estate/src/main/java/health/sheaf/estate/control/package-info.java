/** How people and tests slow, break and heal a source while the region runs. */
@NullMarked
package health.sheaf.estate.control;

import org.jspecify.annotations.NullMarked;
