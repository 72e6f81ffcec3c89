package health.sheaf.server.fhir;

import health.sheaf.core.policy.Requester;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;

/**
 * One request and how it is answered.
 *
 * @param requester who asks
 * @param query its parameters
 * @param strict whether the client wants an error for what it could ignore
 * @param base of our URLs
 */
record Exchange(
        HttpServletRequest request,
        HttpServletResponse response,
        Requester requester,
        Query query,
        boolean strict,
        Format format,
        String base) {

    private static final int BUFFER = 32 * 1024;

    /** What is written: JSON in UTF-8. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Answers with a FHIR resource in the form that was asked for. */
    void send(int status, boolean pretty, Body body) throws IOException {
        response.setStatus(status);
        response.setHeader("Vary", "Accept, Authorization");
        switch (format) {
            case JSON, EVENTS -> {
                response.setContentType("application/fhir+json;charset=utf-8");
                try (var out = buffered()) {
                    body.writeTo(pretty ? new IndentedOutput(out) : out);
                }
            }
            case XML -> {
                var json = new ByteArrayOutputStream(BUFFER);
                body.writeTo(json);
                response.setContentType("application/fhir+xml;charset=utf-8");
                try (var out = buffered()) {
                    FhirXml.write(json.toByteArray(), pretty, out);
                }
            }
        }
    }

    /**
     * Answers with one resource, or with 304 where the client has it already.
     *
     * @param sha256 of its content
     */
    void sendTagged(byte[] sha256, boolean pretty, Body body) throws IOException {
        var tag = "W/\"" + HexFormat.of().formatHex(sha256, 0, 16) + "\"";
        response.setHeader("ETag", tag);
        var known = request.getHeader("If-None-Match");
        if (known != null && (known.strip().equals("*") || hasTag(known, tag))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        send(200, pretty, body);
    }

    private static boolean hasTag(String header, String tag) {
        for (var candidate : header.split(",")) {
            if (candidate.strip().equals(tag) || ("W/" + candidate.strip()).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private OutputStream buffered() throws IOException {
        return new BufferedOutputStream(response.getOutputStream(), BUFFER);
    }
}
