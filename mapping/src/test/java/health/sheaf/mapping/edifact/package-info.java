@NullMarked
package health.sheaf.mapping.edifact;

import org.jspecify.annotations.NullMarked;
