package health.sheaf.core.policy;

import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.Section;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policy's second look, at each entry of one source: labels the source itself put on it, and the
 * location of a restricted person. What points at a withheld item goes with it, for the pointer
 * would tell. Pure.
 */
public final class Release {

    private static final String CONFIDENTIALITY =
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /** Types that are a place, or cannot be read for one: letters and documents go whole. */
    private static final Set<String> TELLS_WHERE =
            Set.of(
                    "RelatedPerson",
                    "Location",
                    "Organization",
                    "HealthcareService",
                    "PractitionerRole",
                    "Coverage",
                    "DocumentReference",
                    "Composition",
                    "Media",
                    "Communication",
                    "CareTeam");

    private static final Map<String, List<String>> PLACES =
            Map.of(
                    "Patient",
                    List.of(
                            "address",
                            "telecom",
                            "contact",
                            "generalPractitioner",
                            "managingOrganization"),
                    "Encounter",
                    List.of("location", "serviceProvider", "hospitalization"),
                    "EpisodeOfCare",
                    List.of("managingOrganization", "team"),
                    "Appointment",
                    List.of("description", "comment", "patientInstruction"),
                    "Immunization",
                    List.of("location"),
                    "Procedure",
                    List.of("location"),
                    "Flag",
                    List.of("author"),
                    "ServiceRequest",
                    List.of("locationReference", "locationCode"));

    private static final Set<String> BIRTH_PLACES =
            Set.of("http://hl7.org/fhir/StructureDefinition/patient-birthPlace");

    private final FhirJson json;

    public Release(FhirJson json) {
        this.json = json;
    }

    /**
     * What may be shown of one source's entries.
     *
     * @param entries what may be shown, some of it shortened
     * @param withheld how many entries were kept back, per section
     */
    public record Released(List<Entry> entries, Map<Section, Integer> withheld) {
        public Released {
            entries = List.copyOf(entries);
            withheld = Map.copyOf(withheld);
        }
    }

    /** Whether a source's Patient carries the S-flag. */
    public static boolean isMarkedRestricted(Entry patient) {
        return patient.resource().codings("meta.security").stream()
                .anyMatch(coding ->
                        CONFIDENTIALITY.equals(coding.system())
                                && ("R".equals(coding.code()) || "V".equals(coding.code())));
    }

    /**
     * Releases one source's entries.
     *
     * @param permit the decision they were fetched under
     * @param restriction of the person; anything but {@link Restriction#NONE} hides location
     */
    public Released release(Permit permit, Restriction restriction, List<Entry> entries) {
        boolean hideLocation = restriction != Restriction.NONE;
        var withheld = labelled(entries);
        if (!hideLocation && withheld.isEmpty()) {
            return new Released(entries, Map.of());
        }
        var shown = new ArrayList<Entry>(entries.size());
        var counts = new EnumMap<Section, Integer>(Section.class);
        for (var entry : entries) {
            boolean place = hideLocation && TELLS_WHERE.contains(entry.resource().type());
            if (withheld.contains(entry.origin().localReference()) || place) {
                entry.section().ifPresent(section -> counts.merge(section, 1, Integer::sum));
            } else {
                shown.add(hideLocation ? withoutPlaces(entry) : entry);
            }
        }
        return new Released(shown, counts);
    }

    /** The entries their source labels very restricted, and all that leads to them. */
    private static Set<String> labelled(List<Entry> entries) {
        var withheld = new HashSet<String>();
        for (var entry : entries) {
            boolean label =
                    !entry.resource().type().equals("Patient")
                            && entry.resource().has("meta.security")
                            && isMarkedRestricted(entry);
            if (label) {
                withheld.add(entry.origin().localReference());
            }
        }
        boolean grown = !withheld.isEmpty();
        while (grown) {
            grown = false;
            for (var entry : entries) {
                var own = entry.origin().localReference();
                boolean leads =
                        !withheld.contains(own)
                                && !entry.resource().type().equals("Patient")
                                && entry.resource().references().stream()
                                        .anyMatch(withheld::contains);
                if (leads) {
                    withheld.add(own);
                    grown = true;
                }
            }
        }
        return withheld;
    }

    private Entry withoutPlaces(Entry entry) {
        var tree = entry.resource().toTree();
        tree.remove("text");
        tree.remove("contained");
        PLACES.getOrDefault(entry.resource().type(), List.of()).forEach(tree::remove);
        if (tree.get("extension") instanceof ArrayNode extensions) {
            for (int i = extensions.size() - 1; i >= 0; i--) {
                if (BIRTH_PLACES.contains(extensions.get(i).path("url").asString(""))) {
                    extensions.remove(i);
                }
            }
            if (extensions.isEmpty()) {
                tree.remove("extension");
            }
        }
        removePlaceReferences(tree);
        return new Entry(json.of(tree), entry.origin());
    }

    private static void removePlaceReferences(ObjectNode tree) {
        for (var name : new ArrayList<>(tree.propertyNames())) {
            var child = tree.get(name);
            if (isPlace(child)) {
                tree.remove(name);
            } else if (child instanceof ObjectNode object) {
                removePlaceReferences(object);
            } else if (child instanceof ArrayNode array) {
                for (int i = array.size() - 1; i >= 0; i--) {
                    var item = array.get(i);
                    if (isPlace(item) || isPlace(item.path("actor"))) {
                        array.remove(i);
                    } else if (item instanceof ObjectNode object) {
                        removePlaceReferences(object);
                    }
                }
                if (array.isEmpty()) {
                    tree.remove(name);
                }
            }
        }
    }

    private static boolean isPlace(JsonNode node) {
        var reference = node.path("reference").asString("");
        var type = node.path("type").asString("");
        return TELLS_WHERE.stream()
                .anyMatch(place ->
                        reference.startsWith(place + "/")
                                || reference.contains("/" + place + "/")
                                || type.equals(place));
    }
}
