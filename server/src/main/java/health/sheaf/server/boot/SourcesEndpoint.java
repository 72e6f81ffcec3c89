package health.sheaf.server.boot;

import health.sheaf.core.federation.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** How each source is doing, for operators, on the admin port. */
@Endpoint(id = "sources")
final class SourcesEndpoint {

    private final List<Source> sources;

    SourcesEndpoint(List<Source> sources) {
        this.sources = sources;
    }

    /** One line for each source. */
    @ReadOperation
    public Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        for (var source : sources) {
            all.put(
                    source.id().value(),
                    Map.of(
                            "name",
                            source.definition().name(),
                            "connector",
                            source.definition().connector(),
                            "circuitOpen",
                            source.gate().isOpen(),
                            "places",
                            source.gate().places()));
        }
        return all;
    }
}
