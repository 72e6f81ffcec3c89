package health.sheaf.kit;

import tools.jackson.databind.node.ObjectNode;

/**
 * One resource of a shared patient, or one that their charts refer to.
 *
 * @param type its FHIR resource type
 * @param id its logical id; unique among all shared resources
 * @param json as it stands in the fixture, without line breaks; decimals digit for digit
 */
public record SharedResource(String type, String id, String json) {

    /** A tree of its own, free to be changed; decimals keep their digits. */
    public ObjectNode tree() {
        return ExactJson.read(json);
    }

    /** {@code Type/id}. */
    public String reference() {
        return type + "/" + id;
    }
}
