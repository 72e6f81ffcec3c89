package health.sheaf.transport;

import health.sheaf.spi.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Keys and certificates as PEM text. No message repeats any of it. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /**
     * @throws InvalidValueException where the text is not an unencrypted PKCS#8 key of RSA or EC
     */
    static PrivateKey privateKey(String text) {
        var match = KEY.matcher(text);
        if (!match.find()) {
            throw notAKey();
        }
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(match.group(1)));
            try {
                return KeyFactory.getInstance("RSA").generatePrivate(spec);
            } catch (InvalidKeySpecException notRsa) {
                return KeyFactory.getInstance("EC").generatePrivate(spec);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw notAKey();
        }
    }

    /**
     * @throws InvalidValueException where there is no certificate in the text
     */
    static List<X509Certificate> certificates(String text) {
        try {
            var found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            text.getBytes(StandardCharsets.US_ASCII)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw notACertificate();
            }
            return found;
        } catch (CertificateException e) {
            throw notACertificate();
        }
    }

    private static InvalidValueException notAKey() {
        return new InvalidValueException(
                "not a private key: PEM with BEGIN PRIVATE KEY (PKCS#8, RSA or EC, not encrypted)"
                        + " is needed; openssl pkcs8 -topk8 -nodes converts others");
    }

    private static InvalidValueException notACertificate() {
        return new InvalidValueException("not a certificate: PEM with BEGIN CERTIFICATE is needed");
    }
}
