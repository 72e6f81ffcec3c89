package health.sheaf.server.fhir;

/**
 * Why a request was not answered as asked. {@code docs/error-codes.md} lists them with what to do
 * next.
 */
public enum HttpCode {
    INVALID_PARAMETER("SHF-HTTP-001", 400, "invalid"),
    UNKNOWN_PARAMETER("SHF-HTTP-002", 400, "not-supported"),
    UNKNOWN_MODIFIER("SHF-HTTP-003", 400, "not-supported"),
    INVALID_DATE("SHF-HTTP-004", 400, "value"),
    REPEATED_PARAMETER("SHF-HTTP-005", 400, "invalid"),
    TOO_MANY_PARAMETERS("SHF-HTTP-006", 400, "too-costly"),
    PATIENT_NEEDED("SHF-HTTP-007", 400, "required"),
    INVALID_PATH("SHF-HTTP-008", 400, "invalid"),
    INVALID_REQUEST_ID("SHF-HTTP-009", 400, "invalid"),
    INVALID_NHS_NUMBER("SHF-HTTP-010", 400, "value"),
    MALFORMED_REQUEST("SHF-HTTP-011", 400, "invalid"),
    UNKNOWN_PURPOSE("SHF-HTTP-012", 400, "value"),
    TOKEN_MISSING("SHF-HTTP-101", 401, "login"),
    TOKEN_INVALID("SHF-HTTP-102", 401, "login"),
    TOKEN_INCOMPLETE("SHF-HTTP-103", 403, "forbidden"),
    REFUSED("SHF-HTTP-104", 403, "forbidden"),
    TOKEN_MISPLACED("SHF-HTTP-105", 400, "security"),
    KEYS_UNAVAILABLE("SHF-HTTP-106", 503, "transient"),
    TOO_MANY_REQUESTS("SHF-HTTP-107", 429, "throttled"),
    NOT_FOUND("SHF-HTTP-201", 404, "not-found"),
    GONE("SHF-HTTP-202", 410, "expired"),
    METHOD_NOT_ALLOWED("SHF-HTTP-203", 405, "not-supported"),
    NOT_ACCEPTABLE("SHF-HTTP-204", 406, "not-supported"),
    BODY_TOO_LARGE("SHF-HTTP-205", 413, "too-long"),
    URI_TOO_LONG("SHF-HTTP-206", 414, "too-long"),
    UNSUPPORTED_MEDIA("SHF-HTTP-207", 415, "not-supported"),
    NO_SOURCE_ANSWERED("SHF-HTTP-301", 503, "transient"),
    AUDIT_UNAVAILABLE("SHF-HTTP-302", 503, "exception"),
    STORE_UNAVAILABLE("SHF-HTTP-303", 503, "transient"),
    INTERNAL("SHF-HTTP-500", 500, "exception");

    private final String code;
    private final int status;
    private final String issueType;

    HttpCode(String code, int status, String issueType) {
        this.code = code;
        this.status = status;
        this.issueType = issueType;
    }

    /** The public code, stable for ever: {@code SHF-HTTP-004}. */
    public String code() {
        return code;
    }

    /** The HTTP status it goes with. */
    public int status() {
        return status;
    }

    /** The FHIR issue type. */
    public String issueType() {
        return issueType;
    }
}
