package health.sheaf.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a FHIR search, already parsed. Several filters are joined by AND, the values
 * inside one by OR, as FHIR search has it. A source applies what it can; the rest comes back as
 * {@link Remainder} and the engine does it.
 */
public sealed interface SearchFilter {

    /** The resource type whose resources it restricts. */
    String resourceType();

    /** The name of the search parameter: {@code code}, {@code date}, {@code _lastUpdated} … */
    String parameter();

    /**
     * A token parameter ({@code code}, {@code category}, {@code status}, {@code _id}).
     *
     * @param anyOf at least one token
     */
    record TokenFilter(String resourceType, String parameter, List<Token> anyOf)
            implements SearchFilter {
        public TokenFilter {
            anyOf = List.copyOf(anyOf);
        }
    }

    /**
     * A date parameter.
     *
     * @param anyOf at least one criterion
     */
    record DateFilter(String resourceType, String parameter, List<DateCriterion> anyOf)
            implements SearchFilter {
        public DateFilter {
            anyOf = List.copyOf(anyOf);
        }
    }

    /**
     * A token as FHIR search reads it.
     *
     * @param system the code system; {@code null}: any; empty: the code has none
     * @param code the code; {@code null}: any code of the system
     */
    record Token(@Nullable String system, @Nullable String code) {}

    /**
     * A date with its comparison.
     *
     * @param comparison how the resource's time is compared with the span
     * @param text the date as it was given, without its prefix
     * @param from the first instant that the text covers
     * @param until the first instant after it
     */
    record DateCriterion(Comparison comparison, String text, Instant from, Instant until) {}

    /** The prefixes of FHIR date search. */
    enum Comparison {
        EQ,
        NE,
        GT,
        LT,
        GE,
        LE,
        SA,
        EB
    }
}
