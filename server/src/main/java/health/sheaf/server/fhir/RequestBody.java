package health.sheaf.server.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The body of a request: a form, within a limit. */
final class RequestBody {

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
        if (request.getHeader("Content-Encoding") != null || !isForm(request)) {
            throw new HttpProblem(
                    HttpCode.UNSUPPORTED_MEDIA,
                    "Send parameters as application/x-www-form-urlencoded, not compressed.");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean isForm(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/x-www-form-urlencoded");
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
