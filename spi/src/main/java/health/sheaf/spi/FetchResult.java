package health.sheaf.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A source's whole answer to one {@link FetchRequest}: only whole pages, nothing half-read.
 *
 * @param outcomes one outcome for every section asked for
 * @param entries what came: compartment resources and the supporting resources they refer to
 * @param unapplied filters the engine still has to apply
 * @param freshness how current the source says its data are
 */
public record FetchResult(
        Map<Section, Outcome> outcomes,
        List<Entry> entries,
        Remainder unapplied,
        Freshness freshness) {

    public FetchResult {
        outcomes = Map.copyOf(outcomes);
        entries = List.copyOf(entries);
    }

    /** An answer that holds nothing, because of one fault in all sections. */
    public static FetchResult failed(Set<Section> sections, SourceFault fault) {
        var outcomes =
                sections.stream()
                        .collect(
                                Collectors.<Section, Section, Outcome>toUnmodifiableMap(
                                        section -> section, section -> new Outcome.Failed(fault)));
        return new FetchResult(outcomes, List.of(), Remainder.none(), new Freshness.Live());
    }
}
