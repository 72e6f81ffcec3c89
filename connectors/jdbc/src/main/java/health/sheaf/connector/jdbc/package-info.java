/**
 * Any JDBC database as a source: rows become FHIR by maps ({@code docs/map-language.md}), searches
 * become conditions with bound parameters ({@code docs/connectors/jdbc.md}).
 */
@NullMarked
package health.sheaf.connector.jdbc;

import org.jspecify.annotations.NullMarked;
