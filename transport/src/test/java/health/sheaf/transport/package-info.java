@NullMarked
package health.sheaf.transport;

import org.jspecify.annotations.NullMarked;
