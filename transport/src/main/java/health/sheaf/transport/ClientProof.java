package health.sheaf.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** How a client shows a token endpoint that it is the one. */
sealed interface ClientProof {

    /** A header to send along; most have none. */
    Optional<HeaderLine> header();

    /** Adds what belongs in the form. */
    void addTo(QueryText form);

    /** {@code client_secret_basic} of RFC 6749 §2.3.1. */
    record SecretInHeader(String clientId, Supplier<String> secret) implements ClientProof {

        @Override
        public Optional<HeaderLine> header() {
            var pair = UrlText.value(clientId) + ":" + UrlText.value(secret.get());
            return Optional.of(
                    new HeaderLine(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    pair.getBytes(StandardCharsets.US_ASCII))));
        }

        @Override
        public void addTo(QueryText form) {
            // Everything is in the header.
        }
    }

    /** {@code client_secret_post}. */
    record SecretInForm(String clientId, Supplier<String> secret) implements ClientProof {

        @Override
        public Optional<HeaderLine> header() {
            return Optional.empty();
        }

        @Override
        public void addTo(QueryText form) {
            form.with("client_id", clientId).with("client_secret", secret.get());
        }
    }

    /** {@code private_key_jwt} of RFC 7523. */
    record Assertion(ClientAssertion assertion) implements ClientProof {

        @Override
        public Optional<HeaderLine> header() {
            return Optional.empty();
        }

        @Override
        public void addTo(QueryText form) {
            form.with(
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .with("client_assertion", assertion.signed());
        }
    }
}
