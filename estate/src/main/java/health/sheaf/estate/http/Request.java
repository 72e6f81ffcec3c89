package health.sheaf.estate.http;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request, read whole. */
public final class Request {

    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;

    /**
     * @param method GET, POST …
     * @param uri path and query
     * @param headers as they came
     * @param body at most a mebibyte
     */
    Request(String method, URI uri, Headers headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /** One parameter of a query or a form; names may occur more than once. */
    public record Parameter(String name, String value) {}

    public String method() {
        return method;
    }

    /** The decoded path. */
    public String path() {
        return uri.getPath();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** The parameters of the query. */
    public List<Parameter> query() {
        return decode(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    /** The parameters of a form. */
    public List<Parameter> form() {
        return decode(new String(body, StandardCharsets.UTF_8));
    }

    /** The first parameter of the query with that name. */
    public Optional<String> query(String name) {
        return query().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    private static List<Parameter> decode(String text) {
        var parameters = new ArrayList<Parameter>();
        for (var pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.add(new Parameter(plain(name), plain(value)));
            }
        }
        return parameters;
    }

    private static String plain(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
