@NullMarked
package health.sheaf.mapping.hl7v2;

import org.jspecify.annotations.NullMarked;
