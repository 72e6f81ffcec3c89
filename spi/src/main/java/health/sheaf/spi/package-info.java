/**
 * What a source must be able to do, and the opaque view of a FHIR resource.
 *
 * <p>One flat package. It sees no framework, no protocol and no store: a connector that compiles
 * against it and passes the contract of the connector kit is a connector.
 */
@NullMarked
package health.sheaf.spi;

import org.jspecify.annotations.NullMarked;
