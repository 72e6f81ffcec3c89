package health.sheaf.core.federation;

import health.sheaf.spi.FaultCode;

/** What happened with one source, or with one section of it. There is no thirteenth. */
public enum Verdict {
    /** It answered completely and has something. */
    ANSWERED("answered", true),
    /** It answered completely and has nothing; that is not the same as saying there is nothing. */
    ANSWERED_EMPTY("answered-empty", true),
    /** It answered completely, and a clinician has recorded there that there is none. */
    ASSERTED_NONE("asserted-none", true),
    /** A true part of its answer; the rest is missing. */
    TRUNCATED("truncated", false),
    /** It answered, from data that end some time ago. */
    STALE("stale", false),
    /** It did not answer in time. */
    TIMED_OUT("timed-out", false),
    /** It could not be reached. */
    UNREACHABLE("unreachable", false),
    /** What it sent cannot be used. */
    BAD_DATA("bad-data", false),
    /** It refused to answer. */
    REFUSED("refused", false),
    /** It has something that may not be shown. */
    WITHHELD("withheld", false),
    /** It has no record of the patient. */
    PATIENT_NOT_KNOWN("patient-not-known", true),
    /** It was not asked; the cause says why. */
    NOT_ASKED("not-asked", false);

    private final String code;
    private final boolean complete;

    Verdict(String code, boolean complete) {
        this.code = code;
        this.complete = complete;
    }

    /** How it is written in every form of the ledger. */
    public String code() {
        return code;
    }

    /**
     * Whether nothing of this source is missing. Only then may its silence count as having nothing.
     */
    public boolean isComplete() {
        return complete;
    }

    /** The verdict on a source, or a section, of which nothing may be shown. */
    public static Verdict of(FaultCode code) {
        return switch (code) {
            case PATIENT_NOT_KNOWN -> PATIENT_NOT_KNOWN;
            case WITHHELD -> WITHHELD;
            case CREDENTIALS_REFUSED, FORBIDDEN, THROTTLED, UNSUPPORTED_REQUEST -> REFUSED;
            case TIMED_OUT -> TIMED_OUT;
            case CONNECT_FAILED,
                    TLS_FAILED,
                    CONNECTION_LOST,
                    SERVER_ERROR,
                    CIRCUIT_OPEN,
                    OVERLOADED,
                    MISCONFIGURED,
                    INTERNAL ->
                    UNREACHABLE;
            case MALFORMED,
                    UNEXPECTED_CONTENT,
                    TOO_LARGE,
                    WRONG_PATIENT,
                    INCOMPLETE_PAGES,
                    FOREIGN_LINK,
                    UNMAPPED ->
                    BAD_DATA;
        };
    }
}
