package health.sheaf.core.federation;

import health.sheaf.spi.Entry;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one source answered, past the guard.
 *
 * @param source which
 * @param entries guarded and filtered; the patient's own Patient among them where it answered at
 *     all
 * @param ownIds the patient's ids at the source
 * @param outcomes per section, as the connector gave them
 * @param freshness how current the source says it is
 * @param removed how often somebody else in a side role was taken out
 * @param incident what the guard saw, where it refused the answer
 * @param notAsked why it was not asked; {@code null} where it was
 * @param took how long it was waited for
 */
public record SourceAnswer(
        Source source,
        List<Entry> entries,
        Set<String> ownIds,
        Map<Section, Outcome> outcomes,
        Freshness freshness,
        int removed,
        @Nullable String incident,
        @Nullable String notAsked,
        Duration took) {

    public SourceAnswer {
        entries = List.copyOf(entries);
        ownIds = Set.copyOf(ownIds);
        outcomes = Map.copyOf(outcomes);
    }

    static SourceAnswer notAsked(Source source, String why) {
        return new SourceAnswer(
                source,
                List.of(),
                Set.of(),
                Map.of(),
                new Freshness.Live(),
                0,
                null,
                why,
                Duration.ZERO);
    }

    static SourceAnswer failed(
            Source source, Set<Section> sections, SourceFault fault, Duration took) {
        var result = FetchResult.failed(sections, fault);
        return new SourceAnswer(
                source,
                List.of(),
                Set.of(),
                result.outcomes(),
                result.freshness(),
                0,
                null,
                null,
                took);
    }

    /** The same answer, with other entries: after policy has withheld some. */
    public SourceAnswer with(List<Entry> released) {
        return new SourceAnswer(
                source, released, ownIds, outcomes, freshness, removed, incident, notAsked, took);
    }

    static SourceAnswer guarded(
            Source source,
            FetchResult result,
            Guard.Finding finding,
            Set<Section> asked,
            Duration took) {
        return switch (finding) {
            case Guard.Finding.WrongPatient wrong ->
                    new SourceAnswer(
                            source,
                            List.of(),
                            Set.of(),
                            FetchResult.failed(asked, WRONG).outcomes(),
                            result.freshness(),
                            0,
                            wrong.kind(),
                            null,
                            took);
            case Guard.Finding.Passed passed ->
                    new SourceAnswer(
                            source,
                            Remainders.apply(remainderOf(result), passed.entries()),
                            passed.ownIds(),
                            result.outcomes(),
                            result.freshness(),
                            passed.removed(),
                            null,
                            null,
                            took);
        };
    }

    private static final SourceFault WRONG =
            new SourceFault(
                    health.sheaf.spi.FaultCode.WRONG_PATIENT,
                    "the answer held another patient's data and was refused whole; an incident was raised");

    private static Remainder remainderOf(FetchResult result) {
        return result.unapplied();
    }
}
