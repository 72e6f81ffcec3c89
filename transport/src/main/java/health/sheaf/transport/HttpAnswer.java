package health.sheaf.transport;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * A whole answer of a source, decompressed. Its status is 2xx, 304, 404, 410 or another 4xx that
 * only the protocol can judge; the rest became a fault already.
 *
 * @param status the HTTP status
 * @param address where it came from, after redirects
 * @param headers as they came
 * @param body nothing but this answer's bytes; not a copy, for they are many: do not change them
 */
// Megabytes that are never compared, and a copy would cost as much as reading them.
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, URI address, HttpHeaders headers, byte[] body) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The media type without its parameters, in lower case; empty where none was sent. */
    public String mediaType() {
        var type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Without address and content. */
    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", " + body.length + " bytes]";
    }
}
