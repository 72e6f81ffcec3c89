package health.sheaf.connector.fhir;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.JsonRefusedException;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;

/** The faults of a FHIR server, in words that hold nothing of the server's. */
final class Faults {

    private Faults() {}

    static SourceFaultException fault(FaultCode code, String detail) {
        return new SourceFaultException(new SourceFault(code, detail));
    }

    static SourceFaultException unexpected(String detail) {
        return fault(FaultCode.UNEXPECTED_CONTENT, detail);
    }

    static SourceFaultException timedOut() {
        return fault(FaultCode.TIMED_OUT, "the source did not answer in time");
    }

    static SourceFaultException tooLarge() {
        return fault(FaultCode.TOO_LARGE, "the source's answer is larger than is allowed");
    }

    /** The server refused a request that the definition or its own statement made us send. */
    static SourceFaultException refused(int status) {
        return fault(
                FaultCode.MISCONFIGURED,
                "the source refuses the way we ask (status " + status + ")");
    }

    static SourceFaultException patientNotKnown() {
        return fault(FaultCode.PATIENT_NOT_KNOWN, "the source does not know this patient");
    }

    static SourceFault unsupported() {
        return new SourceFault(
                FaultCode.UNSUPPORTED_REQUEST, "the source does not hold this kind of data");
    }

    /** A page after the first could not be had. */
    static SourceFault incomplete(int page, SourceFault cause) {
        // That the time ran out is what whoever asked can act on.
        var code =
                cause.code() == FaultCode.TIMED_OUT
                        ? FaultCode.TIMED_OUT
                        : FaultCode.INCOMPLETE_PAGES;
        return new SourceFault(
                code, "page " + page + " of the answer is missing: " + cause.detail());
    }

    static SourceFaultException of(JsonRefusedException refused) {
        return switch (refused.refusal()) {
            case TOO_LARGE, TOO_MANY_TOKENS, TOO_MANY_ENTRIES, STRING_TOO_LONG -> tooLarge();
            case NOT_A_BUNDLE -> unexpected("the source answered with something else than asked");
            case TOO_DEEP,
                    NUMBER_TOO_LONG,
                    EXPONENT_TOO_LARGE,
                    TOO_MANY_DIGITS,
                    TRUNCATED,
                    TRAILING_DATA,
                    SYNTAX,
                    NUMBER_MALFORMED,
                    ESCAPE_MALFORMED,
                    DUPLICATE_NAME,
                    BYTE_ORDER_MARK,
                    NOT_UTF_8,
                    LONE_SURROGATE,
                    CONTROL_CHARACTER,
                    NOT_AN_OBJECT,
                    RESOURCE_TYPE_MISSING,
                    RESOURCE_TYPE_MALFORMED,
                    ID_MALFORMED,
                    WRONG_TYPE,
                    REFERENCE_MALFORMED ->
                    fault(
                            FaultCode.MALFORMED,
                            "the source's answer cannot be read ("
                                    + refused.refusal().code()
                                    + ": "
                                    + refused.refusal().words()
                                    + ")");
        };
    }
}
