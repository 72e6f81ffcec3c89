package health.sheaf.transport;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request that changes nothing at the source, so that it may be sent again when the connection
 * fails.
 *
 * @param address where; on the source's own origin
 * @param accept the media types that are wanted
 * @param form the body of a POST as {@code application/x-www-form-urlencoded}; {@code null}: a GET
 * @param maxBytes the longest body that is read, counted after decompression
 */
public record HttpCall(URI address, String accept, @Nullable String form, long maxBytes) {

    public static HttpCall get(URI address, String accept, long maxBytes) {
        return new HttpCall(address, accept, null, maxBytes);
    }

    /** A search or another question whose parameters must not stand in the address. */
    public static HttpCall post(URI address, String accept, QueryText form, long maxBytes) {
        return new HttpCall(address, accept, form.encoded(), maxBytes);
    }

    HttpCall to(URI other) {
        return new HttpCall(other, accept, form, maxBytes);
    }

    /** Without the address, which may hold a patient's key at the source. */
    @Override
    public String toString() {
        return form == null ? "GET ***" : "POST ***";
    }
}
