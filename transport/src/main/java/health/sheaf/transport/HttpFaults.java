package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Gives every failure of an exchange its code. No address and no text of the source gets in. */
final class HttpFaults {

    /** Causes deeper than this are not looked at. */
    private static final int MAX_CAUSES = 8;

    private HttpFaults() {}

    static SourceFaultException timedOut() {
        return fault(FaultCode.TIMED_OUT, "the source did not answer in time");
    }

    static SourceFaultException noLongerAwaited() {
        return fault(FaultCode.TIMED_OUT, "the answer is no longer awaited");
    }

    static SourceFaultException of(Throwable problem) {
        var cause = problem;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            var known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        if (problem instanceof IOException) {
            return fault(FaultCode.CONNECTION_LOST, "the connection broke before the answer ended");
        }
        return new SourceFaultException(
                new SourceFault(FaultCode.INTERNAL, "the request could not be made"), problem);
    }

    private static @Nullable SourceFaultException known(Throwable cause) {
        return switch (cause) {
            case SourceFaultException already -> already;
            case BodyTooLargeException large ->
                    fault(FaultCode.TOO_LARGE, "the source's answer is longer than is allowed");
            case HttpConnectTimeoutException slow ->
                    fault(FaultCode.CONNECT_FAILED, "no connection to the source in time");
            case HttpTimeoutException slow -> timedOut();
            case ConnectException refused ->
                    fault(FaultCode.CONNECT_FAILED, "no connection to the source");
            case UnknownHostException unknown ->
                    fault(FaultCode.CONNECT_FAILED, "the source's name is not known");
            case UnresolvedAddressException unknown ->
                    fault(FaultCode.CONNECT_FAILED, "the source's name is not known");
            case NoRouteToHostException noRoute ->
                    fault(FaultCode.CONNECT_FAILED, "there is no way to the source");
            case SSLException tls ->
                    fault(
                            FaultCode.TLS_FAILED,
                            "no secure connection: the certificates or protocols do not fit");
            case ProtocolException noHttp ->
                    fault(FaultCode.UNEXPECTED_CONTENT, "the source does not speak proper HTTP");
            case Throwable other -> null;
        };
    }

    /** A status that no protocol needs to judge; {@code null} for the others. */
    static @Nullable SourceFault ofStatus(int status) {
        return switch (status) {
            case 401 ->
                    new SourceFault(
                            FaultCode.CREDENTIALS_REFUSED,
                            "the source does not accept our credentials");
            case 403, 407, 511 ->
                    new SourceFault(FaultCode.FORBIDDEN, "the source does not let us ask this");
            case 408, 504 ->
                    new SourceFault(FaultCode.TIMED_OUT, "the source says that it took too long");
            case 413 ->
                    new SourceFault(FaultCode.TOO_LARGE, "the source says that this is too much");
            case 429 -> new SourceFault(FaultCode.THROTTLED, "the source asks us to slow down");
            default ->
                    status < 500 || status == 501
                            ? null
                            : new SourceFault(
                                    FaultCode.SERVER_ERROR,
                                    "the source failed with status " + Math.min(status, 999));
        };
    }

    static SourceFaultException fault(FaultCode code, String detail) {
        return new SourceFaultException(new SourceFault(code, detail));
    }
}
