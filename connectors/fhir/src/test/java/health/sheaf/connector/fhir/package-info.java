@NullMarked
package health.sheaf.connector.fhir;

import org.jspecify.annotations.NullMarked;
