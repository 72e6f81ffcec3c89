/** Write it down: every access and every refusal, durable before the first byte leaves. */
@NullMarked
package health.sheaf.core.audit;

import org.jspecify.annotations.NullMarked;
