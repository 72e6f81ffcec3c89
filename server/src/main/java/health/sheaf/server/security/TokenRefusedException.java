package health.sheaf.server.security;

import health.sheaf.server.fhir.HttpCode;
import health.sheaf.spi.SheafException;

/** An access token was not accepted. The reason is for our log; the client learns only that. */
final class TokenRefusedException extends SheafException {

    private static final long serialVersionUID = 1L;

    private final HttpCode code;

    /**
     * @param reason what is wrong, without anything of the token
     */
    TokenRefusedException(HttpCode code, String reason) {
        super(reason);
        this.code = code;
    }

    HttpCode code() {
        return code;
    }

    String reason() {
        var message = getMessage();
        return message == null ? "" : message;
    }

    static TokenRefusedException invalid(String reason) {
        return new TokenRefusedException(HttpCode.TOKEN_INVALID, reason);
    }
}
