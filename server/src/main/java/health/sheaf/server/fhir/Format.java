package health.sheaf.server.fhir;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms in which an answer can be written. */
enum Format {
    JSON,
    XML,
    /** Server-sent events: the record as it grows. */
    EVENTS;

    private static final int MAX_ACCEPT = 1_000;

    /**
     * What the client wants.
     *
     * @param format the {@code _format} parameter, which goes before the header; {@code null}: none
     * @param accept the header; {@code null} where there is none
     * @param events whether this request can be answered with events
     */
    static Format of(@Nullable String format, @Nullable String accept, boolean events) {
        if (format != null) {
            return of(format, events).orElseThrow(Format::notAcceptable);
        }
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        if (accept.length() > MAX_ACCEPT) {
            throw notAcceptable();
        }
        @Nullable Format best = null;
        double bestQuality = 0;
        for (var range : accept.split(",")) {
            double quality = quality(range);
            if (quality > bestQuality) {
                var offered = of(range, events);
                if (offered.isPresent()) {
                    best = offered.get();
                    bestQuality = quality;
                }
            }
        }
        if (best == null) {
            throw notAcceptable();
        }
        return best;
    }

    private static Optional<Format> of(String range, boolean events) {
        var parts = range.split(";");
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].replace(" ", "").toLowerCase(Locale.ROOT);
            if (parameter.startsWith("fhirversion=")
                    && !parameter.equals("fhirversion=4.0")
                    && !parameter.equals("fhirversion=\"4.0\"")) {
                return Optional.empty();
            }
        }
        // A plus sign in a query is a space unless it is encoded; few people encode it.
        return switch (parts[0].strip().toLowerCase(Locale.ROOT).replace(' ', '+')) {
            case "*/*", "application/*", "json" -> Optional.of(JSON);
            case "application/fhir+json", "application/json", "text/json" -> Optional.of(JSON);
            case "application/fhir+xml", "application/xml", "text/xml", "xml" -> Optional.of(XML);
            case "text/event-stream" -> events ? Optional.of(EVENTS) : Optional.empty();
            case String other -> Optional.empty();
        };
    }

    private static double quality(String range) {
        for (var parameter : range.split(";")) {
            var text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    private static HttpProblem notAcceptable() {
        return new HttpProblem(
                HttpCode.NOT_ACCEPTABLE,
                "Answers can be application/fhir+json or application/fhir+xml, in FHIR 4.0.");
    }
}
