/**
 * The demonstration region: five simulated organisations that speak the real protocols, their
 * authorization server and the switches to break them. Never on a production class path.
 */
@NullMarked
package health.sheaf.estate;

import org.jspecify.annotations.NullMarked;
