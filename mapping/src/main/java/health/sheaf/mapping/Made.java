package health.sheaf.mapping;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One element a template made.
 *
 * @param type its FHIR type, which names a choice element
 * @param value its JSON; {@code null} for a primitive without a value
 * @param extra the primitive's {@code _name} part, where it has one
 * @param live whether a value of the row is in it, not only literals
 */
record Made(String type, @Nullable JsonNode value, @Nullable ObjectNode extra, boolean live) {}
