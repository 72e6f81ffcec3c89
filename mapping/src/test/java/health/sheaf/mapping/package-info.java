@NullMarked
package health.sheaf.mapping;

import org.jspecify.annotations.NullMarked;
