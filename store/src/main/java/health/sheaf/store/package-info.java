/** The ports of the core on SQLite and PostgreSQL; encryption at rest; migrations. */
@NullMarked
package health.sheaf.store;

import org.jspecify.annotations.NullMarked;
