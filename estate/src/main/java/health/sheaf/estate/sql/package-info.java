/**
 * The two SQL sources: the tables such systems have, and the gate through which they are reached.
 */
@NullMarked
package health.sheaf.estate.sql;

import org.jspecify.annotations.NullMarked;
