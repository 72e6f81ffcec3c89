@NullMarked
package health.sheaf.connector.jdbc;

import org.jspecify.annotations.NullMarked;
