package health.sheaf.spi;

/**
 * What went wrong between us and a source, and who is to blame. {@code docs/error-codes.md} lists
 * them with what to do next.
 */
public enum FaultCode {
    UNSUPPORTED_REQUEST("SHF-SRC-001", Blame.CALLER),
    PATIENT_NOT_KNOWN("SHF-SRC-101", Blame.SOURCE_REFUSED),
    CREDENTIALS_REFUSED("SHF-SRC-102", Blame.SOURCE_REFUSED),
    FORBIDDEN("SHF-SRC-103", Blame.SOURCE_REFUSED),
    THROTTLED("SHF-SRC-104", Blame.SOURCE_REFUSED),
    WITHHELD("SHF-SRC-105", Blame.SOURCE_REFUSED),
    CONNECT_FAILED("SHF-SRC-201", Blame.SOURCE_DOWN),
    TLS_FAILED("SHF-SRC-202", Blame.SOURCE_DOWN),
    TIMED_OUT("SHF-SRC-203", Blame.SOURCE_DOWN),
    CONNECTION_LOST("SHF-SRC-204", Blame.SOURCE_DOWN),
    SERVER_ERROR("SHF-SRC-205", Blame.SOURCE_DOWN),
    CIRCUIT_OPEN("SHF-SRC-206", Blame.SOURCE_DOWN),
    MALFORMED("SHF-SRC-301", Blame.SOURCE_DATA),
    UNEXPECTED_CONTENT("SHF-SRC-302", Blame.SOURCE_DATA),
    TOO_LARGE("SHF-SRC-303", Blame.SOURCE_DATA),
    WRONG_PATIENT("SHF-SRC-304", Blame.SOURCE_DATA),
    INCOMPLETE_PAGES("SHF-SRC-305", Blame.SOURCE_DATA),
    FOREIGN_LINK("SHF-SRC-306", Blame.SOURCE_DATA),
    UNMAPPED("SHF-SRC-307", Blame.SOURCE_DATA),
    MISCONFIGURED("SHF-SRC-401", Blame.OURS),
    OVERLOADED("SHF-SRC-402", Blame.OURS),
    INTERNAL("SHF-SRC-403", Blame.OURS);

    /** Whose doing a fault is; decides who is told and whether trying again can help. */
    public enum Blame {
        CALLER,
        SOURCE_REFUSED,
        SOURCE_DOWN,
        SOURCE_DATA,
        OURS
    }

    private final String code;
    private final Blame blame;

    FaultCode(String code, Blame blame) {
        this.code = code;
        this.blame = blame;
    }

    /** The public code, stable for ever: {@code SHF-SRC-203}. */
    public String code() {
        return code;
    }

    public Blame blame() {
        return blame;
    }
}
