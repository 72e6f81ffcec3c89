/**
 * A light FHIR R4 server whose habits are data, so that one implementation plays three products.
 */
@NullMarked
package health.sheaf.estate.fhirserver;

import org.jspecify.annotations.NullMarked;
