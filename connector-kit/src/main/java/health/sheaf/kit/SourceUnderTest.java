package health.sheaf.kit;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;
import java.util.List;
import java.util.Set;

/**
 * A real server or database, filled with the ten {@link SharedPatients} (and what they refer to,
 * where it can hold that), which a connector reaches through a {@link FaultProxy} and in no other
 * way.
 */
public interface SourceUnderTest extends AutoCloseable {

    ConnectorFactory factory();

    /**
     * How the source is reached: through the {@link #proxy()}. Called for every test; {@link
     * health.sheaf.spi.Settings} remember what was read, so make a fresh one. Its limits must let
     * through at least 64 requests at once or make them wait, and its time-outs must not be shorter
     * than two seconds: the contract brings its own deadlines.
     */
    SourceDefinition definition();

    ConnectorContext context();

    /** What all traffic between connector and source passes. */
    FaultProxy proxy();

    /** The patient-compartment types the source holds; by default all of the charts. */
    default Set<String> resourceTypes() {
        return SharedPatients.RESOURCE_TYPES;
    }

    /** Under which native id a shared resource lies at the source; by default its own. */
    default String nativeId(SharedResource resource) {
        return resource.id();
    }

    /** The key {@link health.sheaf.spi.PatientKey.Local} needs; by default the Patient's id. */
    default String localKey(SharedPatient patient) {
        return nativeId(patient.patient());
    }

    /**
     * How many entries of a chart one page of the source holds, at most; 1 where the source can be
     * asked for any number. The last page begun may carry a fetch over {@code maxEntries}. Let it
     * be small (the fullest chart has 17 entries), or the limit is not seen to be kept.
     */
    int pageSize();

    /**
     * Dotted paths at which every entry of a type says what the fixture says, for sources that do
     * not give resources whole.
     */
    default List<String> comparedPaths(String resourceType) {
        return switch (resourceType) {
            case "Patient" -> List.of("birthDate", "gender");
            case "AllergyIntolerance" -> List.of("code.coding.code", "patient.reference");
            case "Condition" -> List.of("code.coding.code", "subject.reference");
            case "MedicationRequest" -> List.of("status", "subject.reference");
            case "Observation" -> List.of("status", "code.coding.code", "valueQuantity.value");
            case "Encounter" -> List.of("status", "class.code", "subject.reference");
            default -> List.of("id");
        };
    }

    /** Stops the source and the proxy. */
    @Override
    void close();
}
