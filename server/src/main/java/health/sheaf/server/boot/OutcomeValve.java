package health.sheaf.server.boot;

import health.sheaf.server.fhir.HttpCode;
import health.sheaf.server.fhir.OperationOutcomes;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the container itself refuses, before any of our code sees it, is told in our words too. */
public final class OutcomeValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var code =
                switch (status) {
                    case 404 -> HttpCode.NOT_FOUND;
                    case 405, 501 -> HttpCode.METHOD_NOT_ALLOWED;
                    case 413 -> HttpCode.BODY_TOO_LARGE;
                    case 414 -> HttpCode.URI_TOO_LONG;
                    default -> status < 500 ? HttpCode.MALFORMED_REQUEST : HttpCode.INTERNAL;
                };
        try {
            var body = OperationOutcomes.of(code, "The request could not be answered.");
            response.setContentType("application/fhir+json;charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or somebody has answered: nothing is left to do.
            return;
        }
    }
}
