package health.sheaf.server.security;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much one client may ask: so many requests a second, with as many at once in a burst, and so
 * many under way at the same time. A client is the subject of a token: nobody gets more by using
 * more connections or newer tokens.
 */
final class ClientLimits {

    /** More subjects than this at the same time are no users of one place. */
    private static final int MAX_CLIENTS = 10_000;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final int atOnce;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    /** By subject, the one that asked last at the end. */
    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param perSecond requests of one client a second
     * @param atOnce requests of one client under way
     * @param nanoTime monotonic
     */
    ClientLimits(int perSecond, int atOnce, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
    }

    /** What came of a request's wish to come in. */
    sealed interface Admission {

        /** It may; whoever has it must {@link #leave} at the end. */
        record Admitted() implements Admission {}

        /**
         * Too many a second.
         *
         * @param retryAfter whole seconds
         * @param first whether the client's last request still came in
         */
        record TooFast(Duration retryAfter, boolean first) implements Admission {}

        /**
         * Too many under way.
         *
         * @param first whether the client's last request still came in
         */
        record TooMany(boolean first) implements Admission {}
    }

    private static final class Client {
        private double tokens;
        private long filled;
        private int underWay;
        private boolean refused;

        Client(double tokens, long now) {
            this.tokens = tokens;
            this.filled = now;
        }
    }

    Admission enter(String subject) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            forget();
            var client = clients.computeIfAbsent(subject, key -> new Client(perSecond, now));
            fill(client, now);
            boolean first = !client.refused;
            client.refused = true;
            if (client.underWay >= atOnce) {
                return new Admission.TooMany(first);
            }
            if (client.tokens < 1) {
                double seconds = (1 - client.tokens) / perSecond;
                return new Admission.TooFast(
                        Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds))), first);
            }
            client.refused = false;
            client.tokens--;
            client.underWay++;
            return new Admission.Admitted();
        } finally {
            lock.unlock();
        }
    }

    void leave(String subject) {
        lock.lock();
        try {
            var client = clients.get(subject);
            if (client != null) {
                client.underWay--;
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }

    private void fill(Client client, long now) {
        double more = (now - client.filled) / NANOS * perSecond;
        client.tokens = Math.min(perSecond, client.tokens + more);
        client.filled = now;
    }

    /** Whoever asked longest ago goes first, unless something of theirs is still under way. */
    private void forget() {
        Iterator<Client> oldest = clients.values().iterator();
        while (clients.size() >= MAX_CLIENTS && oldest.hasNext()) {
            if (oldest.next().underWay == 0) {
                oldest.remove();
            }
        }
    }
}
