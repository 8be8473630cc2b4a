package gavel.server.start;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Whose certificates are believed when buyers show them: the JDK's authorities, and those of a file. Stateless. */
final class BuyerTrust {
    private BuyerTrust() {
    }

    /** The JDK's authorities and further ones from a PEM file. */
    static TrustManagerFactory with(final Path file) throws GeneralSecurityException, IOException {
        final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (final TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager) {
                for (final X509Certificate authority : ((X509TrustManager) manager).getAcceptedIssuers()) {
                    store.setCertificateEntry("jdk-" + count++, authority);
                }
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (final Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("file-" + count++, authority);
            }
        }
        return factory(store);
    }

    private static TrustManagerFactory factory(final KeyStore store) throws GeneralSecurityException {
        final TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
