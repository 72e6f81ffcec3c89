package health.sheaf.estate.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.interfaces.ECPublicKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a token endpoint. It proves itself by secret or by key, whichever it has.
 *
 * @param claims what its tokens say, anew for each
 */
record Client(
        String id,
        @Nullable String secret,
        @Nullable ECPublicKey key,
        Supplier<JWTClaimsSet.Builder> claims) {

    @Override
    public String toString() {
        return "Client[" + id + "]";
    }
}
