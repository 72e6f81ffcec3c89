package health.sheaf.spi;

import java.util.Optional;

/**
 * One FHIR R4 resource from one source, with its origin.
 *
 * @param resource the resource, as the source (or its map) gave it
 * @param origin where it comes from
 */
public record Entry(Resource resource, Origin origin) {

    public Entry {
        if (!resource.type().equals(origin.nativeType())) {
            throw new InvalidValueException("the origin of an entry names another resource type");
        }
    }

    /** The section it belongs to; empty for a resource that only supports others. */
    public Optional<Section> section() {
        return Section.of(resource.type());
    }
}
