package health.sheaf.core.merge;

import health.sheaf.spi.Origin;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One resource as it is handed out: under our id, with our references, and {@code meta.source}
 * naming its source.
 *
 * @param id the handed-out id
 * @param resource as it will be written
 * @param origin where it comes from; {@code null} only for the person's own Patient, which is put
 *     together from the Patients of the sources (they are entries, too)
 */
public record RecordEntry(String id, Resource resource, @Nullable Origin origin) {

    public String type() {
        return resource.type();
    }

    /** Its section; empty for a resource that is here because another refers to it. */
    public Optional<Section> section() {
        return Section.of(resource.type());
    }
}
