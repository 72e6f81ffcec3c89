/** The commands that need no server: maps and source definitions on an engineer's desk. */
@NullMarked
package health.sheaf.cli;

import org.jspecify.annotations.NullMarked;
