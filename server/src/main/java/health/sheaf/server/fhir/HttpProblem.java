package health.sheaf.server.fhir;

import health.sheaf.spi.SheafException;

/**
 * Carries a refusal of the edge up to where it becomes an OperationOutcome. Its words never repeat
 * what the client sent.
 */
final class HttpProblem extends SheafException {

    private static final long serialVersionUID = 1L;

    private final HttpCode code;

    /**
     * @param words what is wrong and what to do; no value of the request
     */
    HttpProblem(HttpCode code, String words) {
        super(words);
        this.code = code;
    }

    HttpCode code() {
        return code;
    }

    /** What the client is told. */
    String words() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
