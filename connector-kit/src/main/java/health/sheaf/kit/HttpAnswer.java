package health.sheaf.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What {@link ScriptedHttpServer} answers, honest or not. Nothing is added to the headers given
 * here, apart from {@code Content-Length} where {@code lengthHeader} says so.
 *
 * @param status the status code
 * @param headers whole lines, {@code Name: value}
 * @param body sent as it is
 * @param lengthHeader what {@code Content-Length} says; negative: no such header, and the
 *     connection is closed after the body
 * @param padding so many blanks follow the body; they are made as they are sent, so that a body of
 *     any size costs no memory here
 */
@SuppressWarnings("ArrayRecordComponent") // bytes for the wire; answers are never compared
public record HttpAnswer(
        int status, List<String> headers, byte[] body, long lengthHeader, long padding) {

    public static final String FHIR_JSON = "application/fhir+json; charset=utf-8";

    public HttpAnswer {
        headers = List.copyOf(headers);
        body = body.clone();
    }

    /** An answer without padding. */
    public HttpAnswer(int status, List<String> headers, byte[] body, long lengthHeader) {
        this(status, headers, body, lengthHeader, 0);
    }

    /** A status without a body. 204 and 304 come without a {@code Content-Length}, as they must. */
    public static HttpAnswer status(int status) {
        return new HttpAnswer(status, List.of(), new byte[0], 0);
    }

    /** 200 with a FHIR body. */
    public static HttpAnswer fhir(String json) {
        return body(200, FHIR_JSON, json);
    }

    /** A status with a FHIR body, such as an OperationOutcome. */
    public static HttpAnswer fhir(int status, String json) {
        return body(status, FHIR_JSON, json);
    }

    /** 200 with plain JSON, as a token endpoint answers. */
    public static HttpAnswer json(String json) {
        return body(200, "application/json", json);
    }

    /** 200 with the page a log-in wall shows. */
    public static HttpAnswer loginPage() {
        return body(
                200,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><title>Sign in</title><form></form></html>");
    }

    public static HttpAnswer body(int status, String contentType, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(status, List.of("Content-Type: " + contentType), bytes, bytes.length);
    }

    /**
     * 429 with a {@code Retry-After}.
     *
     * @param retryAfter seconds, an HTTP date, or nonsense
     */
    public static HttpAnswer tooManyRequests(String retryAfter) {
        return status(429).with("Retry-After", retryAfter);
    }

    /** 302 to somewhere. */
    public static HttpAnswer redirect(String location) {
        return status(302).with("Location", location);
    }

    /** The same answer with one more header. */
    public HttpAnswer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new HttpAnswer(status, more, body, lengthHeader, padding);
    }

    /** The same answer, honestly compressed. */
    public HttpAnswer gzipped() {
        var packed = gzip(body);
        return new HttpAnswer(status, headers, packed, packed.length)
                .with("Content-Encoding", "gzip");
    }

    /** Says that the body is compressed, which it is not. */
    public HttpAnswer lyingAboutGzip() {
        return with("Content-Encoding", "gzip");
    }

    /** Claims another length than the body has; the connection is closed after the body. */
    public HttpAnswer claimingLength(long length) {
        return new HttpAnswer(status, headers, body, length, padding);
    }

    /** Gives no length: the body ends where the connection does. */
    public HttpAnswer withoutLength() {
        return new HttpAnswer(status, headers, body, -1, padding);
    }

    /** 200 with a small body that unpacks to so many zeros. */
    public static HttpAnswer gzipBomb(int unpackedBytes) {
        return new HttpAnswer(
                        200, List.of("Content-Type: " + FHIR_JSON), new byte[unpackedBytes], 0)
                .gzipped();
    }

    /** The same answer, followed by so many blanks, which JSON allows. Its length is announced. */
    public HttpAnswer padded(long blanks) {
        return new HttpAnswer(status, headers, body, body.length + blanks, blanks);
    }

    boolean closesConnection() {
        return lengthHeader != body.length + padding;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    byte[] toBytes(boolean headOnly) {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (lengthHeader >= 0 && status != 204 && status != 304) {
            head.append("Content-Length: ").append(lengthHeader).append("\r\n");
        }
        if (closesConnection()) {
            head.append("Connection: close\r\n");
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!headOnly) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory failed", e);
        }
        return packed.toByteArray();
    }
}
