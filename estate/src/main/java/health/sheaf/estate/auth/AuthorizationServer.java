package health.sheaf.estate.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.http.LocalServer;
import health.sheaf.estate.http.Reply;
import health.sheaf.estate.http.Request;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorization server of the demonstration: discovery, keys, tokens. Beside it the community
 * system's own token endpoint, where Sheaf proves itself by key. Every key and secret is made at
 * start and never kept.
 */
public final class AuthorizationServer implements AutoCloseable {

    /** The client id under which Sheaf asks the community system's endpoint. */
    public static final String SHEAF_CLIENT = "sheaf";

    private static final String COMMUNITY_AUDIENCE = "community-care";
    private static final Duration COMMUNITY_LIFETIME = Duration.ofMinutes(5);
    private static final Duration READY_LIFETIME = Duration.ofHours(12);
    private static final Duration ASKED_LIFETIME = Duration.ofHours(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String audience;
    private final Signing signing;
    private final KeyPair sheafKey;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final TokenEndpoint tokens;
    private final TokenEndpoint communityTokens;
    private final LocalServer server;

    /**
     * Makes keys and secrets.
     *
     * @param port nought: any free one
     * @param audience of the users' tokens
     */
    public AuthorizationServer(int port, String audience, Clock clock, SecureRandom random) {
        this.audience = audience;
        this.signing = new Signing(rsaKey(random), clock, random);
        this.sheafKey = ecKey(random);
        var users = new LinkedHashMap<String, Client>();
        for (var user : DemoUser.values()) {
            var secret = secret(random);
            secrets.put(user.clientId(), secret);
            users.put(
                    user.clientId(), new Client(user.clientId(), secret, null, () -> claims(user)));
        }
        this.tokens = new TokenEndpoint(users, signing, ASKED_LIFETIME, clock);
        var sheaf =
                new Client(
                        SHEAF_CLIENT,
                        null,
                        (ECPublicKey) sheafKey.getPublic(),
                        AuthorizationServer::communityClaims);
        this.communityTokens =
                new TokenEndpoint(Map.of(SHEAF_CLIENT, sheaf), signing, COMMUNITY_LIFETIME, clock);
        this.server =
                new LocalServer("authorization", port, new Faults(Duration.ZERO), this::answer);
    }

    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }

    public String issuer() {
        return server.origin();
    }

    /** Where users' clients get tokens. */
    public String tokenUrl() {
        return server.origin() + "/token";
    }

    /** Where Sheaf gets tokens for the community system. */
    public String communityTokenUrl() {
        return server.origin() + "/community-care/token";
    }

    /** A token that holds for twelve hours. The server must have been started. */
    public String readyToken(DemoUser user) {
        return signing.token(claims(user).issuer(issuer()), READY_LIFETIME);
    }

    /** The secrets of the users' clients, by client id. */
    public Map<String, String> clientSecrets() {
        return Map.copyOf(secrets);
    }

    /** The private key with which Sheaf proves itself to the community system: PKCS#8, PEM. */
    public String sheafKeyPem() {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n"
                + encoder.encodeToString(sheafKey.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Whether the community system takes a token. */
    public boolean communityAccepts(String token) {
        return signing.accepts(token, COMMUNITY_AUDIENCE);
    }

    private Reply answer(Request request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" ->
                    Reply.json(200, JSON.writeValueAsString(discovery()));
            case "/jwks" -> Reply.json(200, signing.jwks());
            case "/token" -> tokens.answer(request, tokenUrl(), issuer());
            case "/community-care/token" ->
                    communityTokens.answer(request, communityTokenUrl(), issuer());
            case String other -> Reply.json(404, "{\"error\": \"not found\"}");
        };
    }

    private Map<String, Object> discovery() {
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", issuer());
        document.put("jwks_uri", issuer() + "/jwks");
        document.put("token_endpoint", tokenUrl());
        document.put("grant_types_supported", List.of("client_credentials"));
        document.put("response_types_supported", List.of("token"));
        document.put("subject_types_supported", List.of("public"));
        document.put("scopes_supported", List.of("user/*.rs"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
        document.put(
                "token_endpoint_auth_signing_alg_values_supported",
                List.of("ES256", "ES384", "ES512"));
        return document;
    }

    private JWTClaimsSet.Builder claims(DemoUser user) {
        return new JWTClaimsSet.Builder()
                .audience(audience)
                .subject("demo-" + user.clientId())
                .claim("client_id", user.clientId())
                .claim("name", user.fullName())
                .claim("scope", "user/*.rs")
                .claim("sheaf_role", user.role())
                .claim("sheaf_org", user.organisation())
                .claim("sheaf_purposes", user.purposes());
    }

    private static JWTClaimsSet.Builder communityClaims() {
        return new JWTClaimsSet.Builder()
                .audience(COMMUNITY_AUDIENCE)
                .subject(SHEAF_CLIENT)
                .claim("client_id", SHEAF_CLIENT)
                .claim("scope", "system/*.rs");
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair rsaKey(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }

    private static KeyPair ecKey(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-384", e);
        }
    }
}
