/** What can go wrong with a source of the region, and the switch it hangs on. */
@NullMarked
package health.sheaf.estate.fault;

import org.jspecify.annotations.NullMarked;
