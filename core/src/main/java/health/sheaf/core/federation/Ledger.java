package health.sheaf.core.federation;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every source answered and what is missing. It travels with every form of the record.
 *
 * @param lines one for each source of the deployment, in the order of their ids
 * @param asAt when the record was put together
 */
public record Ledger(List<Line> lines, Instant asAt) {

    public Ledger {
        lines = lines.stream().sorted(Comparator.comparing(Line::source)).toList();
    }

    /**
     * One source.
     *
     * @param source which
     * @param name as people know it
     * @param owner the organisation that answers for the data
     * @param verdict on the whole source
     * @param age how old its data are, for {@link Verdict#STALE}
     * @param code the fault, where there was one
     * @param cause what happened, in words; empty where there is nothing to explain
     * @param took how long it was waited for
     * @param entries how many of its entries are in the record
     * @param removed how many of its entries were taken out because they concern somebody else in a
     *     side role
     * @param sections the sections it owns or answered for
     */
    public record Line(
            SourceId source,
            String name,
            OdsCode owner,
            Verdict verdict,
            @Nullable Duration age,
            @Nullable FaultCode code,
            String cause,
            Duration took,
            int entries,
            int removed,
            Map<Section, SectionLine> sections) {

        public Line {
            sections = Map.copyOf(sections);
        }

        /** The verdict on one section; the source's own where the section has none. */
        public Verdict verdictOn(Section section) {
            var line = sections.get(section);
            return line == null ? verdict : line.verdict();
        }

        /**
         * Whether nothing of this source is missing: it answered completely, or keeps nothing of
         * what was asked for.
         */
        public boolean isComplete() {
            return verdict.isComplete() || (verdict == Verdict.NOT_ASKED && sections.isEmpty());
        }

        /** The sections in the order of the record. */
        public Map<Section, SectionLine> sectionsInOrder() {
            return new TreeMap<>(sections);
        }
    }

    /**
     * One section of one source.
     *
     * @param verdict on the section
     * @param entries how many of its entries are in the record
     * @param code the fault, where there was one
     * @param cause what happened, in words
     * @param assertedNone who recorded that there is none, and when
     */
    public record SectionLine(
            Verdict verdict,
            int entries,
            @Nullable FaultCode code,
            String cause,
            @Nullable Assertion assertedNone) {}

    /**
     * Somebody recorded that there is none.
     *
     * @param statement the words of the record, such as {@code No known allergy}
     * @param recorded when, as the record says; empty where it does not say
     */
    public record Assertion(String statement, String recorded) {}

    /** Whether nothing is missing from any source that was to be asked. */
    public boolean isComplete() {
        return lines.stream().allMatch(Line::isComplete);
    }

    public Optional<Line> line(SourceId source) {
        return lines.stream().filter(line -> line.source().equals(source)).findFirst();
    }
}
