package health.sheaf.server.fhir;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Results kept in memory for the pages that follow: for their own user, for two minutes, within
 * bounds. Nothing of them is ever on a disk.
 */
public final class PageStore {

    static final Duration KEPT = Duration.ofMinutes(2);

    private final Clock clock;
    private final long maxBytes;
    private final int maxPerUser;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private long bytes;

    private record Held(String owner, PagedResult result, Instant until, long bytes) {}

    /**
     * @param maxBytes of all results together
     * @param maxPerUser results one user may have here
     */
    public PageStore(Clock clock, long maxBytes, int maxPerUser) {
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.maxPerUser = maxPerUser;
    }

    /**
     * Keeps a result, where there is room; the oldest give way.
     *
     * @param id names it
     * @param owner who alone may have it
     */
    synchronized void keep(String id, String owner, PagedResult result) {
        sweep();
        long size = result.bytes();
        if (size > maxBytes) {
            return;
        }
        makeRoomOf(owner);
        var oldest = new ArrayDeque<>(held.keySet());
        while (bytes + size > maxBytes && !oldest.isEmpty()) {
            remove(oldest.removeFirst());
        }
        held.put(id, new Held(owner, result, clock.instant().plus(KEPT), size));
        bytes += size;
    }

    /** A result that is still here and belongs to this owner. */
    synchronized Optional<PagedResult> find(String id, String owner) {
        sweep();
        return Optional.ofNullable(held.get(id))
                .filter(found -> found.owner().equals(owner))
                .map(Held::result);
    }

    /** Lets go of what has expired; to be called from time to time. */
    public synchronized void sweep() {
        var now = clock.instant();
        Iterator<Held> all = held.values().iterator();
        while (all.hasNext()) {
            var each = all.next();
            if (!each.until().isAfter(now)) {
                bytes -= each.bytes();
                all.remove();
            }
        }
    }

    /** How many results are kept. */
    public synchronized int size() {
        return held.size();
    }

    private void makeRoomOf(String owner) {
        var own =
                held.entrySet().stream()
                        .filter(entry -> entry.getValue().owner().equals(owner))
                        .map(Map.Entry::getKey)
                        .toList();
        for (int i = 0; i <= own.size() - maxPerUser; i++) {
            remove(own.get(i));
        }
    }

    private void remove(String id) {
        var gone = held.remove(id);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }
}
