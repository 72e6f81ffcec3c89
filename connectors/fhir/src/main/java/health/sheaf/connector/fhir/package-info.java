/**
 * Any FHIR R4 server as a source: search or {@code $everything}, paging, OAuth2 and mTLS.
 *
 * <p>{@link health.sheaf.connector.fhir.FhirConnectorFactory} is the way in; the page {@code
 * docs/connectors/fhir.md} says what it does for whoever runs it.
 */
@NullMarked
package health.sheaf.connector.fhir;

import org.jspecify.annotations.NullMarked;
