package health.sheaf.server.fhir;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes OperationOutcomes, the one shape of every error. */
public final class OperationOutcomes {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CODES = "https://sheaf.health/fhir/CodeSystem/error-code";

    private OperationOutcomes() {}

    /** The OperationOutcome of one problem, as JSON in UTF-8. */
    public static byte[] of(HttpCode code, String words) {
        return JSON.writeValueAsBytes(tree(code, words));
    }

    static ObjectNode tree(HttpCode code, String words) {
        var outcome = empty();
        addProblem(outcome, code, words);
        return outcome;
    }

    static ObjectNode empty() {
        var outcome = JSON.createObjectNode();
        outcome.put("resourceType", "OperationOutcome");
        outcome.putArray("issue");
        return outcome;
    }

    static void addProblem(ObjectNode outcome, HttpCode code, String words) {
        add(outcome, code.status() >= 500 ? "fatal" : "error", code, words);
    }

    static void addWarning(ObjectNode outcome, HttpCode code, String words) {
        add(outcome, "warning", code, words);
    }

    private static void add(ObjectNode outcome, String severity, HttpCode code, String words) {
        var issue = outcome.withArray("issue").addObject();
        issue.put("severity", severity);
        issue.put("code", code.issueType());
        var details = issue.putObject("details");
        details.putArray("coding").addObject().put("system", CODES).put("code", code.code());
        details.put("text", words);
    }

    /**
     * Answers with a problem, unless the answer has begun already.
     *
     * @param words what is wrong and what to do; no value of the request
     */
    public static void write(HttpServletResponse response, HttpCode code, String words)
            throws IOException {
        write(response, code.status(), of(code, words));
    }

    static void write(HttpServletResponse response, int status, byte[] outcome) throws IOException {
        if (response.isCommitted()) {
            throw new IOException("the answer cannot be completed");
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=utf-8");
        response.setContentLength(outcome.length);
        response.getOutputStream().write(outcome);
    }
}
