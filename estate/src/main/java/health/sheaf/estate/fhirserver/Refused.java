package health.sheaf.estate.fhirserver;

/** A request that is answered with an error; carries what the OperationOutcome says. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status
     * @param code a FHIR issue type
     */
    Refused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String words() {
        var message = getMessage();
        return message == null ? code : message;
    }
}
