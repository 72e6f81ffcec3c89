/** Many sources, asked at once; what each answered, in a ledger. */
@NullMarked
package health.sheaf.core.federation;

import org.jspecify.annotations.NullMarked;
