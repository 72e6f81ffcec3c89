package health.sheaf.connector.jdbc;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says what an error of a driver means. Only the SQLState is looked at: the texts of drivers hold
 * data, and neither they nor the exception go any further.
 */
final class SqlFaults {

    private SqlFaults() {}

    static SourceFault of(SQLException error) {
        return new SourceFault(code(error), detail(code(error)));
    }

    static SourceFault fault(FaultCode code) {
        return new SourceFault(code, detail(code));
    }

    /** The fault as an exception, without its cause: that would carry the driver's words along. */
    static SourceFaultException exception(SQLException error) {
        return new SourceFaultException(of(error));
    }

    static SourceFaultException exception(FaultCode code, String detail) {
        return new SourceFaultException(new SourceFault(code, detail));
    }

    static SourceFaultException exception(FaultCode code) {
        return new SourceFaultException(fault(code));
    }

    /** What it means that no connection could be made. */
    static SourceFaultException connecting(SQLException error) {
        var code = code(error);
        boolean refused = code == FaultCode.CREDENTIALS_REFUSED || code == FaultCode.THROTTLED;
        return exception(refused ? code : FaultCode.CONNECT_FAILED);
    }

    /** Whether the connection is gone, so that another may serve. */
    static boolean isLost(SQLException error) {
        var code = code(error);
        return code == FaultCode.CONNECTION_LOST || code == FaultCode.CONNECT_FAILED;
    }

    private static FaultCode code(SQLException error) {
        var state = state(error);
        if (error instanceof SQLTimeoutException || state.equals("57014")) {
            return FaultCode.TIMED_OUT;
        }
        if (state.startsWith("28")) {
            return FaultCode.CREDENTIALS_REFUSED;
        }
        return switch (state) {
            case "08001", "08004", "3D000", "57P03" -> FaultCode.CONNECT_FAILED;
            case "53300" -> FaultCode.THROTTLED;
            case "42501" -> FaultCode.FORBIDDEN;
            case "70100" -> FaultCode.TIMED_OUT;
            case "57P01", "57P02" -> FaultCode.CONNECTION_LOST;
            case String other -> byClass(other);
        };
    }

    private static FaultCode byClass(String state) {
        var kind = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (kind) {
            case "08" -> FaultCode.CONNECTION_LOST;
            case "42", "07", "3F", "0A" -> FaultCode.MISCONFIGURED;
            case "22", "21" -> FaultCode.MALFORMED;
            case "53", "54" -> FaultCode.THROTTLED;
            case String other -> FaultCode.SERVER_ERROR;
        };
    }

    /** The state of the error, or of the cause that has one: a pool wraps the driver's. */
    private static String state(SQLException error) {
        @Nullable Throwable at = error;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
            at = at.getCause();
        }
        return "";
    }

    static String detail(FaultCode code) {
        return switch (code) {
            case TIMED_OUT -> "the database did not answer in time";
            case CONNECT_FAILED -> "the database cannot be reached";
            case CONNECTION_LOST -> "the connection to the database broke";
            case CREDENTIALS_REFUSED -> "the database refuses our user or password";
            case FORBIDDEN -> "our database user may not read what the map asks for";
            case THROTTLED -> "the database has no room for another question";
            case MISCONFIGURED -> "the database does not understand a map's SQL";
            case MALFORMED -> "the database holds a value it cannot give";
            case TOO_LARGE -> "the answer is larger than this source may give";
            case WRONG_PATIENT -> "a row of another patient came: a join in a map is wrong";
            case PATIENT_NOT_KNOWN -> "the database has no such patient";
            case UNSUPPORTED_REQUEST -> "no map of this source gives this";
            case SERVER_ERROR,
                    TLS_FAILED,
                    CIRCUIT_OPEN,
                    UNEXPECTED_CONTENT,
                    INCOMPLETE_PAGES,
                    FOREIGN_LINK,
                    UNMAPPED,
                    WITHHELD,
                    OVERLOADED,
                    INTERNAL ->
                    "the database reported an error";
        };
    }
}
