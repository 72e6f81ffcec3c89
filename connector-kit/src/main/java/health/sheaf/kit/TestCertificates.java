package health.sheaf.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for tests, made when they run: nothing secret is ever committed. An authority, a
 * server's certificate and its bad brothers ({@link TlsTrouble}), and a client's for mutual TLS.
 *
 * <p>The JDK's own {@code keytool} makes them in a temporary folder that is deleted before {@link
 * #make()} returns; the keys stay in memory alone unless a test writes them out itself.
 */
public final class TestCertificates {

    private static final String AUTHORITY = "authority";
    private static final String CLIENT = "client";
    private static final String PASSWORD = "only-in-tests";
    private static final int KEYTOOL_SECONDS = 60;

    private final KeyStore all;

    private TestCertificates(KeyStore all) {
        this.all = all;
    }

    /** Makes a fresh set; takes some seconds, so share it within a test class. */
    public static TestCertificates make() {
        return make(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** As {@link #make()}, by way of a folder within {@code parent}, which is gone afterwards. */
    static TestCertificates make(Path parent) {
        try {
            var folder = Files.createTempDirectory(parent, "sheaf-test-certificates");
            var file = folder.resolve("all.p12");
            try {
                generate(file);
                return new TestCertificates(
                        KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making test certificates failed", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("making test certificates failed", e);
        }
    }

    /** The authority's certificate: what a client must trust. */
    public X509Certificate authority() {
        return certificate(AUTHORITY);
    }

    /** The authority's certificate as a PEM file's text. */
    public String authorityPem() {
        return pem("CERTIFICATE", encoded(authority()));
    }

    /** The client's certificate for mutual TLS as a PEM file's text. */
    public String clientCertificatePem() {
        return pem("CERTIFICATE", encoded(certificate(CLIENT)));
    }

    /** The client's key for mutual TLS as a PEM file's text (PKCS#8, not encrypted). */
    public String clientKeyPem() {
        return pem("PRIVATE KEY", key(CLIENT).getEncoded());
    }

    /** A key store (PKCS#12) with the client's key and certificate alone. */
    public KeyStore clientKeyStore(char[] password) {
        return storeOf(CLIENT, password);
    }

    /** A client's context that trusts the test authority alone. */
    public SSLContext clientContext() {
        return context(CLIENT);
    }

    /** A server's context with a certificate of some quality; it knows the client's authority. */
    public SSLContext serverContext(TlsTrouble trouble) {
        return context(trouble.alias());
    }

    private SSLContext context(String alias) {
        try {
            var password = PASSWORD.toCharArray();
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(storeOf(alias, password), password);
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(AUTHORITY, authority());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the test certificates make no TLS context", e);
        }
    }

    private KeyStore storeOf(String alias, char[] password) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(alias, key(alias), password, all.getCertificateChain(alias));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the test key store cannot be made", e);
        }
    }

    private X509Certificate certificate(String alias) {
        try {
            return (X509Certificate) all.getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no test certificate " + alias, e);
        }
    }

    private PrivateKey key(String alias) {
        try {
            return (PrivateKey) all.getKey(alias, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no test key " + alias, e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a test certificate cannot be encoded", e);
        }
    }

    private static String pem(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, base64.encodeToString(der), label);
    }

    private static void generate(Path file) throws IOException {
        var here = "san=dns:localhost,ip:127.0.0.1";
        keytool(file, AUTHORITY, "CN=Sheaf test authority", "-ext", "bc:c");
        keytool(file, TlsTrouble.NONE.alias(), "CN=localhost", signed("-ext", here));
        keytool(file, TlsTrouble.SELF_SIGNED.alias(), "CN=localhost", "-ext", here);
        keytool(
                file,
                TlsTrouble.EXPIRED.alias(),
                "CN=localhost",
                signed("-ext", here, "-startdate", "-10d", "-validity", "5"));
        keytool(
                file,
                TlsTrouble.WRONG_HOST.alias(),
                "CN=elsewhere.invalid",
                signed("-ext", "san=dns:elsewhere.invalid"));
        keytool(file, CLIENT, "CN=Sheaf test client", signed());
    }

    private static String[] signed(String... more) {
        var options = new ArrayList<>(List.of("-signer", AUTHORITY));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private static void keytool(Path file, String alias, String name, String... more)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                // It lives for half a second: compiling well is a waste.
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                alias,
                                "-dname",
                                name,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1"));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroy();
        }
    }
}
