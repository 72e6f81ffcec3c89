/**
 * FHIR R4 over HTTP, thin over the use case: reads a request, asks, writes what came back. Knows no
 * source, no store and no framework but the servlet interface.
 */
@NullMarked
package health.sheaf.server.fhir;

import org.jspecify.annotations.NullMarked;
