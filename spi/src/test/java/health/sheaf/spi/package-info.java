@NullMarked
package health.sheaf.spi;

import org.jspecify.annotations.NullMarked;
