package health.sheaf.server.fhir;

import health.sheaf.core.record.RecordQuestion;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.SearchFilter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A search or operation that was read and found good. */
sealed interface SearchRequest {

    Shape shape();

    /** Who is it: a search for persons. */
    record ForPatients(PatientQuery query, Shape shape) implements SearchRequest {}

    /**
     * What is there about one person.
     *
     * @param patientId as the client gave it; may be no id of ours at all
     * @param type the type searched; empty for {@code $everything}
     * @param conditions what is looked at here, on the resources as they are handed out
     * @param period the care dates asked for, by {@code $everything}
     */
    record InRecord(
            String patientId,
            String type,
            RecordQuestion question,
            List<SearchFilter> conditions,
            Period period,
            Shape shape)
            implements SearchRequest {

        public InRecord {
            conditions = List.copyOf(conditions);
        }

        /** Whether everything that came is wanted. */
        boolean isUnfiltered() {
            return question.filters().isEmpty() && conditions.isEmpty() && period.isAlways();
        }

        boolean isEverything() {
            return type.isEmpty();
        }
    }

    /**
     * How the answer shall look.
     *
     * @param count entries of a page; empty: all at once
     * @param sort keys in order
     * @param includes what else to give; for {@code *} all of the type
     * @param includeAll whether {@code _include=*} was asked
     * @param provenance whether {@code _revinclude=Provenance:target} was asked
     * @param countOnly whether {@code _summary=count} was asked
     * @param pretty whether people shall read it
     * @param warnings what was ignored, in words
     */
    record Shape(
            OptionalInt count,
            List<SortKey> sort,
            List<IncludeTable.Include> includes,
            boolean includeAll,
            boolean provenance,
            boolean countOnly,
            boolean pretty,
            List<String> warnings) {
        public Shape {
            sort = List.copyOf(sort);
            includes = List.copyOf(includes);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One key of the order.
     *
     * @param paths the elements that hold the time
     */
    record SortKey(List<String> paths, boolean descending) {
        public SortKey {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Conditions of {@code $everything} that must not lose what carries no date: applied by the
     * edge, not by the sources.
     *
     * @param from the first moment of care; {@code null}: any
     * @param until the moment after the last; {@code null}: any
     * @param since changed after; {@code null}: whenever
     */
    record Period(@Nullable Instant from, @Nullable Instant until, @Nullable Instant since) {

        static Period always() {
            return new Period(null, null, null);
        }

        boolean isAlways() {
            return from == null && until == null && since == null;
        }
    }
}
