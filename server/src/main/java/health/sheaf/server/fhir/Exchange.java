package health.sheaf.server.fhir;

import health.sheaf.core.policy.Requester;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

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
    private static final String VARY = "Accept, Accept-Encoding, Authorization";
    private static final Pattern GZIP =
            Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

    /** What is written: JSON in UTF-8. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Answers with a FHIR resource in the form that was asked for. */
    void send(int status, boolean pretty, Body body) throws IOException {
        response.setStatus(status);
        response.setHeader("Vary", VARY);
        switch (format) {
            case JSON, EVENTS -> {
                response.setContentType("application/fhir+json;charset=utf-8");
                write(out -> body.writeTo(pretty ? new IndentedOutput(out) : out));
            }
            case XML -> {
                var json = new ByteArrayOutputStream(BUFFER);
                body.writeTo(json);
                response.setContentType("application/fhir+xml;charset=utf-8");
                write(out -> FhirXml.write(json.toByteArray(), pretty, out));
            }
        }
    }

    /**
     * Writes the body, compressed where the client takes that. Nothing is flushed when writing
     * fails: an answer that ends early must not look like one that ended well.
     */
    private void write(Body body) throws IOException {
        var plain = new BufferedOutputStream(response.getOutputStream(), BUFFER);
        if (!takesGzip()) {
            body.writeTo(plain);
            plain.flush();
            return;
        }
        response.setHeader("Content-Encoding", "gzip");
        var gzip = new FastGzip(plain);
        var gathered = new BufferedOutputStream(gzip, BUFFER);
        body.writeTo(gathered);
        gathered.flush();
        gzip.finish();
        plain.flush();
    }

    private boolean takesGzip() {
        var accepted = request.getHeader("Accept-Encoding");
        return accepted != null && GZIP.matcher(accepted).find();
    }

    /** Records shrink to a tenth at the fastest level; the next levels cost more than they save. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /**
     * Gives the answer a tag, and answers with 304 where the client has it already.
     *
     * @param sha256 of what the answer says
     * @return whether that was the answer
     */
    boolean isKnown(byte[] sha256) {
        // The same in another form is another answer: who asks for it must get it.
        var form = format == Format.XML ? "x" : "";
        var tag = "W/\"" + HexFormat.of().formatHex(sha256, 0, 16) + form + "\"";
        response.setHeader("ETag", tag);
        var known = request.getHeader("If-None-Match");
        if (known == null || !(known.strip().equals("*") || hasTag(known, tag))) {
            return false;
        }
        response.setHeader("Vary", VARY);
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    private static boolean hasTag(String header, String tag) {
        for (var candidate : header.split(",")) {
            if (candidate.strip().equals(tag) || ("W/" + candidate.strip()).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
