package health.sheaf.server.boot;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer of access tokens on a port of its own. */
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "https://sheaf.test";

    private final HttpServer server;
    private final RSAKey key;
    private final AtomicInteger keyFetches = new AtomicInteger();

    public TestIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
        serve(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\"}".formatted(url(), url()));
        serve(
                "/jwks",
                () -> {
                    keyFetches.incrementAndGet();
                    return new JWKSet(key.toPublicJWK()).toString();
                });
        server.start();
    }

    private void serve(String path, java.util.function.Supplier<String> body) {
        server.createContext(
                path,
                exchange -> {
                    var bytes = body.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public int keyFetches() {
        return keyFetches.get();
    }

    public RSAKey key() {
        return key;
    }

    /** A clinician's good token. */
    public String token() {
        return token(UnaryOperator.identity());
    }

    /** A clinician's token with other claims. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(change.apply(claims()).build());
    }

    public JWTClaimsSet.Builder claims() {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("u-1")
                .claim("name", "Dr Test")
                .claim("sheaf_role", "clinician")
                .claim("sheaf_org", "RR8")
                .claim("sheaf_purposes", List.of("TREAT", "ETREAT"))
                .claim("scope", "user/*.rs")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    public String signed(JWTClaimsSet claims) {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k1")
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
    }

    public String signed(JWSHeader header, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
