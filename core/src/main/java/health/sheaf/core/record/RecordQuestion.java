package health.sheaf.core.record;

import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import java.util.List;
import java.util.Set;

/**
 * What is asked about one person.
 *
 * @param resourceTypes the types wanted; all of {@link Section#allResourceTypes()} for the whole
 *     record
 * @param filters conditions on them
 * @param interaction how the audit log names it: {@code Patient/$everything}, {@code search
 *     Observation}; no values
 */
public record RecordQuestion(
        Set<String> resourceTypes, List<SearchFilter> filters, String interaction) {

    public RecordQuestion {
        resourceTypes = Set.copyOf(resourceTypes);
        filters = List.copyOf(filters);
        if (resourceTypes.isEmpty()) {
            throw new InvalidValueException("a question must name at least one resource type");
        }
        for (var type : resourceTypes) {
            if (Section.of(type).isEmpty()) {
                throw new InvalidValueException("a question can only name types of the record");
            }
        }
    }

    /** The whole record. */
    public static RecordQuestion everything() {
        return new RecordQuestion(Section.allResourceTypes(), List.of(), "Patient/$everything");
    }
}
