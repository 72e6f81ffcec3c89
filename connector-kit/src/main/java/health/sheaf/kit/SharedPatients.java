package health.sheaf.kit;

import health.sheaf.spi.NhsNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The ten shared patients. {@code patients/README.md} beside the fixtures says what is odd in each.
 */
public final class SharedPatients {

    /** The patient-compartment types in the charts. */
    public static final Set<String> RESOURCE_TYPES =
            Set.of(
                    "Patient",
                    "AllergyIntolerance",
                    "Condition",
                    "MedicationRequest",
                    "Observation",
                    "Encounter");

    /** The system of the hospital numbers. */
    public static final String HOSPITAL_NUMBER = "https://example.org/Id/hospital-number";

    /** A valid number of the test range that none of the ten has. */
    public static final NhsNumber NOBODY = new NhsNumber("9990705070");

    /** The number of the one whose source does not know it. */
    private static final NhsNumber UNKNOWN_AT_SOURCE = new NhsNumber("9990703221");

    private static final List<String> FILES =
            List.of(
                    "01-apostrophe",
                    "02-hyphens-and-decimals",
                    "03-twin",
                    "04-twin",
                    "05-same-name",
                    "06-same-name-without-number",
                    "07-superseded-local-id",
                    "08-deceased",
                    "09-no-known-allergy",
                    "10-empty-chart");

    private static final List<SharedPatient> ALL =
            FILES.stream().map(SharedPatients::read).toList();
    private static final List<SharedResource> SUPPORTING = resources("supporting");

    private SharedPatients() {}

    /** All ten, in the order of their files. */
    public static List<SharedPatient> all() {
        return ALL;
    }

    /** What the charts refer to: Medication, Practitioner, Organization, Location. */
    public static List<SharedResource> supporting() {
        return SUPPORTING;
    }

    /** The one with the fullest chart. */
    public static SharedPatient fullest() {
        return named("01-apostrophe");
    }

    /** The one with nothing but demographics. */
    public static SharedPatient emptyChart() {
        return named("10-empty-chart");
    }

    /** The one whose NHS number the source does not know. */
    public static SharedPatient withoutNumber() {
        return named("06-same-name-without-number");
    }

    /** One of the ten by the name of the file. */
    public static SharedPatient named(String name) {
        return ALL.stream()
                .filter(patient -> patient.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no shared patient " + name));
    }

    private static SharedPatient read(String name) {
        var resources = resources(name);
        var tree = resources.getFirst().tree();
        var number =
                ExactJson.objects(tree, "identifier").stream()
                        .filter(id -> id.path("system").asString("").equals(NhsNumber.SYSTEM))
                        .map(id -> new NhsNumber(id.path("value").asString()))
                        .findFirst();
        return new SharedPatient(
                name, number.orElse(UNKNOWN_AT_SOURCE), number.isPresent(), resources);
    }

    private static List<SharedResource> resources(String name) {
        var found = new ArrayList<SharedResource>();
        for (var item : ExactJson.objects(ExactJson.read(text(name)), "entry.resource")) {
            found.add(
                    new SharedResource(
                            item.path("resourceType").asString(),
                            item.path("id").asString(),
                            ExactJson.write(item)));
        }
        return List.copyOf(found);
    }

    private static String text(String name) {
        try (var in = SharedPatients.class.getResourceAsStream("patients/" + name + ".json")) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the shared patients cannot be read", e);
        }
    }
}
