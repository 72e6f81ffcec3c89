@NullMarked
package health.sheaf.cli;

import org.jspecify.annotations.NullMarked;
