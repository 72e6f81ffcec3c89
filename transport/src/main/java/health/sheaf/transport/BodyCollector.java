package health.sheaf.transport;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a body into one array, copied once where its length was announced truly. Ends at the cap
 * without waiting for the rest; {@link #stop} frees the socket at any time.
 */
final class BodyCollector implements BodySubscriber<byte[]> {

    /** So much is set aside on a source's word; more only as bytes really come. */
    private static final int MAX_ON_TRUST = 4 * 1024 * 1024;

    private static final int FIRST_GUESS = 32 * 1024;

    private final long maxBytes;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private byte[] bytes;
    private int count;
    private volatile boolean stopped;

    /**
     * @param announced the Content-Length; negative where there is none
     * @param maxBytes the cap
     */
    BodyCollector(long announced, long maxBytes) {
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 8L);
        long first = announced < 0 ? FIRST_GUESS : Math.min(announced, MAX_ON_TRUST);
        this.bytes = new byte[(int) Math.min(first, this.maxBytes)];
        if (announced > this.maxBytes) {
            body.completeExceptionally(new BodyTooLargeException());
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription.set(source);
        if (stopped || body.isCompletedExceptionally()) {
            source.cancel();
        } else {
            source.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        for (var buffer : buffers) {
            int more = buffer.remaining();
            if (count + (long) more > maxBytes) {
                body.completeExceptionally(new BodyTooLargeException());
                stop();
                return;
            }
            makeRoom(more);
            buffer.get(bytes, count, more);
            count += more;
        }
    }

    @Override
    public void onError(Throwable problem) {
        body.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        body.complete(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
    }

    /** Gives the connection up. */
    void stop() {
        stopped = true;
        var source = subscription.get();
        if (source != null) {
            source.cancel();
        }
    }

    private void makeRoom(int more) {
        if (count + more > bytes.length) {
            long grown = Math.max(count + (long) more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, maxBytes));
        }
    }
}
