package health.sheaf.spi;

import java.util.List;
import java.util.Set;

/**
 * One source as its YAML file describes it.
 *
 * @param id unique in this deployment
 * @param name as people know it: {@code Royal Infirmary laboratory}
 * @param owner the organisation that answers for the data
 * @param connector the name of the {@link ConnectorFactory}
 * @param region for planning and for the population's questions
 * @param holds the sections this source owns: its silence about them must be shown
 * @param limits what it may be burdened with
 * @param maintenance when it is not asked
 * @param demographicsRank whose demographics come first where sources differ: the lowest
 * @param settings the connector's own part
 */
public record SourceDefinition(
        SourceId id,
        String name,
        OdsCode owner,
        String connector,
        String region,
        Set<Section> holds,
        SourceLimits limits,
        List<MaintenanceWindow> maintenance,
        int demographicsRank,
        Settings settings) {

    public SourceDefinition {
        holds = Set.copyOf(holds);
        maintenance = List.copyOf(maintenance);
    }
}
