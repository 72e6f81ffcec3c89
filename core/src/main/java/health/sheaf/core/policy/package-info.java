/** May I: a pure decision over facts that were gathered before. Nothing else makes an authority. */
@NullMarked
package health.sheaf.core.policy;

import org.jspecify.annotations.NullMarked;
