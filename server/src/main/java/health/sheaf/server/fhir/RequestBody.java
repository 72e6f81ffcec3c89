package health.sheaf.server.fhir;

import health.sheaf.spi.FhirJson;
import health.sheaf.spi.JsonRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The body of a request: a form, or the Parameters of an operation, within a limit. */
final class RequestBody {

    private static final FhirJson CLIENT = new FhirJson(FhirJson.Limits.CLIENT);

    private RequestBody() {}

    /** The form of a POST, still encoded; empty where there is none. */
    static String form(HttpServletRequest request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return "";
        }
        var bytes = bounded(request);
        boolean search = request.getRequestURI().endsWith("/_search");
        if (bytes.length == 0 && !search) {
            return "";
        }
        if (request.getHeader("Content-Encoding") == null) {
            var type = mediaType(request);
            if (type.equals("application/x-www-form-urlencoded")) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
            if (!search
                    && (type.equals("application/fhir+json") || type.equals("application/json"))) {
                return parameters(bytes);
            }
        }
        throw new HttpProblem(
                HttpCode.UNSUPPORTED_MEDIA,
                "Send parameters as application/x-www-form-urlencoded, not compressed.");
    }

    private static String mediaType(HttpServletRequest request) {
        var type = request.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** A Parameters resource, as the form it stands for. */
    private static String parameters(byte[] json) {
        try {
            var resource = CLIENT.read(json);
            var pairs = new ArrayList<String>();
            for (var parameter : resource.toTree().path("parameter")) {
                pairs.add(
                        encoded(parameter.path("name").asString(""))
                                + "="
                                + encoded(value(parameter)));
            }
            if (!resource.type().equals("Parameters") || pairs.size() > Query.MAX_PARAMETERS) {
                throw malformed();
            }
            return String.join("&", pairs);
        } catch (JsonRefusedException e) {
            throw new HttpProblem(
                    HttpCode.MALFORMED_REQUEST,
                    "The body is not the JSON that is needed: "
                            + e.refusal().words()
                            + " ("
                            + e.refusal().code()
                            + ", byte "
                            + e.offset()
                            + ").");
        }
    }

    private static String value(JsonNode parameter) {
        return parameter.properties().stream()
                .filter(property -> property.getKey().startsWith("value"))
                .map(property -> property.getValue().asString(""))
                .findFirst()
                .orElseThrow(RequestBody::malformed);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpProblem malformed() {
        return new HttpProblem(
                HttpCode.MALFORMED_REQUEST,
                "The body must be a Parameters resource with a value in each parameter.");
    }

    private static byte[] bounded(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > Query.MAX_FORM) {
            throw tooLarge();
        }
        var bytes = request.getInputStream().readNBytes(Query.MAX_FORM + 1);
        if (bytes.length > Query.MAX_FORM) {
            throw tooLarge();
        }
        return bytes;
    }

    private static HttpProblem tooLarge() {
        return new HttpProblem(
                HttpCode.BODY_TOO_LARGE,
                "The body is larger than " + Query.MAX_FORM / 1024 + " KiB.");
    }
}
