package health.sheaf.core.federation;

import health.sheaf.spi.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Answers on their way. They are taken as they come; whoever closes the gathering cancels what is
 * still under way.
 */
public final class Gathering implements AutoCloseable {

    private final BlockingQueue<SourceAnswer> arriving;
    private final List<Future<?>> calls;
    private final Set<Source> waitingFor;

    Gathering(BlockingQueue<SourceAnswer> arriving, List<Future<?>> calls, Set<Source> waitingFor) {
        this.arriving = arriving;
        this.calls = List.copyOf(calls);
        this.waitingFor = waitingFor;
    }

    /**
     * The next answer.
     *
     * @return empty when all have answered, or when the deadline has come
     */
    public Optional<SourceAnswer> next(Deadline until) throws InterruptedException {
        if (waitingFor.isEmpty()) {
            return Optional.empty();
        }
        var answer = arriving.poll(until.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            return Optional.empty();
        }
        waitingFor.remove(answer.source());
        return Optional.of(answer);
    }

    /** The sources that have not answered yet. */
    public Set<Source> waitingFor() {
        return Set.copyOf(waitingFor);
    }

    @Override
    public void close() {
        calls.forEach(call -> call.cancel(true));
    }
}
