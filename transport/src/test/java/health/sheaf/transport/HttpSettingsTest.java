package health.sheaf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.DefinitionException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fhir.example.nhs.uk/r4",
                "ftp://fhir.example.nhs.uk",
                "https://user@fhir.example.nhs.uk",
                "https://fhir.example.nhs.uk/r4?x=y",
                "https://fhir.example.nhs.uk/r4#x",
                "http://fhir.example.nhs.uk/r4",
                "not an address"
            })
    void anAddressThatIsNoneIsRefusedWithItsPlace(String address) {
        assertRefused(new Definition().with("base-url", address), "source.yaml:1:1: 'base-url'");
    }

    @Test
    void plainHttpIsForThisMachineOrForThoseWhoSaySo() {
        new Definition().with("base-url", "http://localhost:1/r4").source().close();
        new Definition()
                .with("base-url", "http://lab.example/r4")
                .with("plain-http", "true")
                .source()
                .close();
    }

    @Test
    void theBaseEndsWithASlash() {
        try (var source = Definition.of(URI.create("https://fhir.example.nhs.uk/r4")).source()) {
            assertThat(source.base()).hasToString("https://fhir.example.nhs.uk/r4/");
        }
    }

    @Test
    void credentialsThatAreNotThereAreAnErrorOfTheDefinition() {
        assertRefused(auth("basic").with("username", "u"), "'password' is needed here");
        assertRefused(
                auth("basic").with("username", "u").with("password", "pw"),
                "there is no secret named 'pw'");
        assertRefused(auth("api-key").with("header", "Host").with("key", "k"), "'header' must be");
        assertRefused(
                auth("api-key").with("header", "X-Key").with("key", "k").secret("k", "a\nb"),
                "cannot stand in a header");
        assertRefused(auth("api-kye"), "did you mean 'api-key'?");
        assertRefused(
                auth("oauth2-client-credentials")
                        .with("client-id", "c")
                        .with("token-url", "https://x/token")
                        .with("key", "k")
                        .secret("k", "-----BEGIN RSA PRIVATE KEY-----"),
                "PKCS#8");
        assertRefused(
                auth("oauth2-client-credentials")
                        .with("client-id", "c")
                        .with("method", "tls_client_auth")
                        .with("token-url", "https://x/token"),
                "'method' must be one of");
    }

    @Test
    void halfAnIdentityIsNone() {
        var definition =
                Definition.of(URI.create("https://x"))
                        .with("tls", new Definition().with("certificate", "client.pem"));
        assertThatThrownBy(definition::source)
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("only of use together");
    }

    @Test
    void nothingThatIsPrintedShowsASecret() {
        var definition =
                Definition.of(URI.create("https://x"))
                        .with(
                                "auth",
                                auth("basic")
                                        .with("username", "u")
                                        .with("password", "pw")
                                        .secret("pw", "geheim"));
        try (var source = definition.source()) {
            assertThat(source.toString()).doesNotContain("geheim", "//x");
        }
        assertThat(new HeaderLine("Authorization", "Basic geheim").toString())
                .doesNotContain("geheim");
        assertThat(
                        TokenGrant.read(
                                        "{\"access_token\":\"geheim\",\"token_type\":\"bearer\"}"
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString())
                .doesNotContain("geheim");
        assertThat(new QueryText().with("a", "geheim").toString()).doesNotContain("geheim");
    }

    @Test
    void aValueCannotLeaveItsPlace() {
        assertThat(UrlText.value("a b&c=d/e?f#g%é|,"))
                .isEqualTo("a%20b%26c%3Dd%2Fe%3Ff%23g%25%C3%A9%7C%2C");
        assertThat(UrlText.segment("../x")).isEqualTo("..%2Fx");
        for (var none : new String[] {"", ".", ".."}) {
            assertThatThrownBy(() -> UrlText.segment(none))
                    .isInstanceOf(health.sheaf.spi.InvalidValueException.class);
        }
    }

    private static Definition auth(String kind) {
        return new Definition().with("kind", kind);
    }

    private static void assertRefused(Definition definition, String message) {
        boolean nested = !definition.settings().has("base-url");
        var whole =
                nested
                        ? Definition.of(URI.create("https://x")).with("auth", definition)
                        : definition;
        assertThatThrownBy(
                        () -> HttpSettings.read(whole.settings(), whole.context(Path.of("target"))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }
}
