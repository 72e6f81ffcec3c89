/**
 * The map language: any native format to FHIR R4 by one output-shaped file ({@code
 * docs/map-language.md}).
 *
 * <p>{@link health.sheaf.mapping.RowMap} is the way in. A map is parsed with the place of every
 * node, checked against R4's element tree, and compiled to closures; what is wrong is a {@link
 * health.sheaf.spi.DefinitionException} at load, never a surprise with a patient's row.
 */
@NullMarked
package health.sheaf.mapping;

import org.jspecify.annotations.NullMarked;
