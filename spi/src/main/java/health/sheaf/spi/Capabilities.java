package health.sheaf.spi;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a connector declares it can do. Each declaration is tested both ways by the connector kit: a
 * claimed ability must work, a denied one must fail properly.
 *
 * @param resourceTypes the types it can give
 * @param pushdown per resource type, the search parameters it applies itself
 * @param versioned whether its entries carry a native version
 * @param findsByDemographics whether its {@link PatientFinder} takes {@link
 *     PatientQuery.ByDemographics}
 */
public record Capabilities(
        Set<String> resourceTypes,
        Map<String, Set<String>> pushdown,
        boolean versioned,
        boolean findsByDemographics) {

    public Capabilities {
        resourceTypes = Set.copyOf(resourceTypes);
        var copy = new TreeMap<String, Set<String>>();
        pushdown.forEach((type, parameters) -> copy.put(type, Set.copyOf(parameters)));
        pushdown = Map.copyOf(copy);
    }

    /** Whether the source itself applies a filter. */
    public boolean pushesDown(SearchFilter filter) {
        return pushdown.getOrDefault(filter.resourceType(), Set.of()).contains(filter.parameter());
    }

    /** The sections it can contribute to. */
    public Set<Section> sections() {
        return Section.ofAll(resourceTypes);
    }
}
