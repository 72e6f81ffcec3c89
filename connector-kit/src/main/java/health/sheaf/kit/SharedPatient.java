package health.sheaf.kit;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the ten shared patients with the whole chart.
 *
 * @param name of the fixture file: {@code 01-apostrophe}
 * @param nhsNumber the person's number, whether or not the source knows it
 * @param numberAtSource whether the Patient resource carries it
 * @param resources the Patient first, then the chart, in the order of the file
 */
public record SharedPatient(
        String name, NhsNumber nhsNumber, boolean numberAtSource, List<SharedResource> resources) {

    public SharedPatient {
        resources = List.copyOf(resources);
    }

    /** The logical id of the Patient. */
    public String localId() {
        return patient().id();
    }

    public SharedResource patient() {
        return resources.getFirst();
    }

    /** The resources of some types, in order. */
    public List<SharedResource> resources(Set<String> types) {
        return resources.stream().filter(resource -> types.contains(resource.type())).toList();
    }

    /** A Bundle (collection) of the chart, as JSON. */
    public String bundle() {
        return resources.stream()
                .map(resource -> "{\"resource\":" + resource.json() + "}")
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[",
                                "]}"));
    }

    public PatientKey.National nationalKey() {
        return new PatientKey.National(nhsNumber);
    }

    /** The official family name. */
    public String family() {
        return ExactJson.values(tree(), "name.family").getFirst();
    }

    /** The given names of all names. */
    public List<String> given() {
        return ExactJson.values(tree(), "name.given");
    }

    public LocalDate birthDate() {
        return LocalDate.parse(ExactJson.values(tree(), "birthDate").getFirst());
    }

    public String gender() {
        return ExactJson.values(tree(), "gender").getFirst();
    }

    public String postcode() {
        return ExactJson.values(tree(), "address.postalCode").getFirst();
    }

    /**
     * What must never stand in an error, a log or a URL: numbers, names, address. Short words that
     * occur by chance are left out.
     */
    public Set<String> secrets() {
        var secrets = new TreeSet<String>();
        secrets.add(nhsNumber.value());
        secrets.add(localId());
        for (var path :
                List.of(
                        "identifier.value",
                        "name.family",
                        "name.given",
                        "birthDate",
                        "address.line",
                        "address.postalCode")) {
            ExactJson.values(tree(), path).stream()
                    .filter(text -> text.length() > 3)
                    .forEach(secrets::add);
        }
        return secrets;
    }

    /** Without the number and the names. */
    @Override
    public String toString() {
        return "SharedPatient[" + name + "]";
    }

    private ObjectNode tree() {
        return patient().tree();
    }
}
