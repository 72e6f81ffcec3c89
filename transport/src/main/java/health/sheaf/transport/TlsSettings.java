package health.sheaf.transport;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The {@code tls} part of a source definition: whom we trust and who we are. There is no way to
 * trust everybody, and the host name is always checked.
 */
final class TlsSettings {

    /** A chain or a set of anchors is never larger. */
    private static final long MAX_FILE = 1024 * 1024;

    private TlsSettings() {}

    /**
     * @param settings {@code trust} (a PEM file with the only anchors), {@code certificate} (a PEM
     *     file with our chain) and {@code key} (the secret that holds its PKCS#8 key)
     * @throws DefinitionException where they do not fit together
     */
    static SSLContext context(Settings settings, ConnectorContext context) {
        var trust = settings.optionalText("trust");
        var certificate = settings.optionalText("certificate");
        var key = settings.optionalText("key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new DefinitionException(
                    settings.position(), "'certificate' and 'key' are only of use together");
        }
        try {
            var anchors =
                    trust.map(file -> certificates(settings, "trust", file, context.definitions()));
            var chain =
                    certificate.map(file ->
                            certificates(settings, "certificate", file, context.definitions()));
            var tls = SSLContext.getInstance("TLS");
            tls.init(
                    chain.isPresent() ? identity(settings, chain.get(), context) : null,
                    anchors.isPresent() ? trusting(anchors.get()) : null,
                    null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new DefinitionException(
                    settings.position(),
                    "the TLS settings do not work together: key and"
                            + " certificate must belong to each other");
        }
    }

    /** TLS 1.2 and newer; the certificate must be the host's. */
    static SSLParameters parameters() {
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static KeyManager[] identity(
            Settings settings, List<X509Certificate> chain, ConnectorContext context)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // The store lives in memory only; its password protects nothing.
        var password = new char[0];
        store.setKeyEntry(
                "client",
                Secrets.privateKey(settings, "key", context.secrets()),
                password,
                chain.toArray(new X509Certificate[0]));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trusting(List<X509Certificate> anchors)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static List<X509Certificate> certificates(
            Settings settings, String key, String file, Path folder) {
        try {
            var path = folder.resolve(file);
            if (Files.size(path) > MAX_FILE) {
                throw new DefinitionException(
                        settings.positionOf(key), "'" + key + "' names a file over 1 MB");
            }
            return Pem.certificates(Files.readString(path));
        } catch (IOException e) {
            throw new DefinitionException(
                    settings.positionOf(key), "'" + key + "' names a file that cannot be read");
        } catch (InvalidValueException e) {
            throw new DefinitionException(
                    settings.positionOf(key), "'" + key + "': " + e.getMessage());
        }
    }
}
