package health.sheaf.estate.records;

import health.sheaf.estate.people.Concept;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The pieces that FHIR resources are made of. */
final class Trees {

    static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/";
    static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array of one. */
    static ArrayNode one(ObjectNode item) {
        return array().add(item);
    }

    /** A date and time with the offset that holds in London then. */
    static String time(LocalDateTime local) {
        return local.atZone(LONDON).format(INSTANT);
    }

    static ObjectNode coding(String system, String code, String display) {
        return object().put("system", system).put("code", code).put("display", display);
    }

    static ObjectNode concept(Concept concept) {
        var tree = object();
        tree.putArray("coding").add(coding(concept.system(), concept.code(), concept.display()));
        return tree.put("text", concept.display());
    }

    /** A concept of HL7's own terminology, without text. */
    static ObjectNode hl7(String codeSystem, String code, String display) {
        var tree = object();
        tree.putArray("coding").add(coding(HL7 + codeSystem, code, display));
        return tree;
    }

    static ObjectNode text(String words) {
        return object().put("text", words);
    }

    static ObjectNode reference(String type, String id) {
        return object().put("reference", type + "/" + id);
    }

    static ObjectNode reference(String type, String id, String display) {
        return reference(type, id).put("display", display);
    }

    static ObjectNode identifier(String system, String value) {
        return object().put("system", system).put("value", value);
    }

    /** A quantity whose value keeps its digits. */
    static ObjectNode quantity(String value, String unit, String ucum) {
        return object().put("value", new BigDecimal(value))
                .put("unit", unit)
                .put("system", "http://unitsofmeasure.org")
                .put("code", ucum);
    }

    static ObjectNode period(String start, @org.jspecify.annotations.Nullable String end) {
        var tree = object().put("start", start);
        return end == null ? tree : tree.put("end", end);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.UK);
    }

    static LocalDateTime noon(LocalDate day) {
        return day.atTime(12, 0);
    }
}
