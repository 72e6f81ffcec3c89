package health.sheaf.core.federation;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Resource;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The NHS numbers a Patient carries. */
public final class PatientNumbers {

    private PatientNumbers() {}

    /**
     * The current numbers (not those of use {@code old}), without spaces; malformed ones are kept
     * as they are.
     */
    public static Set<String> of(Resource patient) {
        var numbers = new LinkedHashSet<String>();
        JsonNode identifiers = patient.toTree().path("identifier");
        for (var identifier : identifiers) {
            boolean national = NhsNumber.SYSTEM.equals(identifier.path("system").asString(""));
            boolean old = "old".equals(identifier.path("use").asString(""));
            // What is no string is no identifier, and is not made one.
            var written = identifier.path("value");
            var value = written.isString() ? written.stringValue() : "";
            if (national && !old && !value.isBlank()) {
                numbers.add(NhsNumber.parse(value).map(NhsNumber::value).orElse(value));
            }
        }
        return numbers;
    }
}
