package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what went wrong while rows were mapped: kind and place in the map, never a value. For one
 * thread.
 */
public final class Issues {

    /**
     * One kind of issue at one place of a map.
     *
     * @param kind what
     * @param position the leaf
     */
    public record Issue(IssueKind kind, Position position) {}

    private final Map<Issue, Integer> counts = new LinkedHashMap<>();

    void count(IssueKind kind, Position position) {
        counts.merge(new Issue(kind, position), 1, Integer::sum);
    }

    /** How often each issue was met, in the order of their first time. */
    public Map<Issue, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** Adds another's counts to these. */
    public void add(Issues other) {
        other.counts.forEach((issue, count) -> counts.merge(issue, count, Integer::sum));
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Every issue counted so far, of one kind. */
    public int count(IssueKind kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
