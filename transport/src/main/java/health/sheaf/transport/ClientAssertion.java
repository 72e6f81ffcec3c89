package health.sheaf.transport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.sheaf.spi.InvalidValueException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Signs the assertions of RFC 7523 (SMART Backend Services): each one once, for four minutes. */
final class ClientAssertion {

    /** Servers refuse more than five minutes; one is left for a clock that is behind. */
    private static final Duration LIFETIME = Duration.ofMinutes(4);

    private final String clientId;
    private final String audience;
    private final JWSSigner signer;
    private final JWSHeader header;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @throws InvalidValueException where key and algorithm do not fit
     */
    ClientAssertion(
            String clientId,
            String audience,
            PrivateKey key,
            String algorithm,
            @Nullable String keyId,
            Clock clock,
            SecureRandom random) {
        this.clientId = clientId;
        this.audience = audience;
        this.clock = clock;
        this.random = random;
        var name = JWSAlgorithm.parse(algorithm);
        var builder = new JWSHeader.Builder(name).type(com.nimbusds.jose.JOSEObjectType.JWT);
        if (keyId != null) {
            builder.keyID(keyId);
        }
        this.header = builder.build();
        try {
            this.signer =
                    key instanceof ECPrivateKey curve
                            ? new ECDSASigner(curve)
                            : new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new InvalidValueException("the key cannot sign: its curve is not supported");
        }
        if (!signer.supportedJWSAlgorithms().contains(name)) {
            throw new InvalidValueException("the key cannot sign with this algorithm");
        }
    }

    String signed() {
        var now = clock.instant();
        var id = new byte[16];
        random.nextBytes(id);
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(clientId)
                        .subject(clientId)
                        .audience(audience)
                        .jwtID(HexFormat.of().formatHex(id))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw HttpFaults.fault(
                    health.sheaf.spi.FaultCode.MISCONFIGURED,
                    "our key cannot sign what the token service needs");
        }
        return token.serialize();
    }

    @Override
    public String toString() {
        return "ClientAssertion[***]";
    }
}
