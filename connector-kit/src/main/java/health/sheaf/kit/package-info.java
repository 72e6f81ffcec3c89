/**
 * What every connector is tested with: one contract, a proxy that makes faults, ten shared
 * patients. Test scope only; never on a production class path.
 */
@NullMarked
package health.sheaf.kit;

import org.jspecify.annotations.NullMarked;
