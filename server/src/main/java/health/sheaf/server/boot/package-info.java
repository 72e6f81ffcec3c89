/** Wires everything and starts it. The one place that sees all parts. */
@NullMarked
package health.sheaf.server.boot;

import org.jspecify.annotations.NullMarked;
