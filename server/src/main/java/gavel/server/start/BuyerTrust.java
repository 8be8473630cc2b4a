package gavel.server.start;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import javax.net.ssl.SSLContext;
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
import java.util.Optional;

/** Whose certificates are believed when buyers show them: the JDK's authorities, and those of a file. Stateless. */
final class BuyerTrust {
    private BuyerTrust() {
    }

    /**
     * What calls to buyers over TLS need; null where no buyer has such an address.
     *
     * @throws StartException the file of further authorities can't be used.
     */
    static SslContext context(final Config config) {
        if (config.buyers().stream().noneMatch(BuyerTrust::isTls)) {
            return null;
        }
        try {
            final SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
            if (config.server().ping().trust().isPresent()) {
                builder.trustManager(with(config.server().ping().trust().get()));
            }
            return builder.build();
        } catch (final GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new StartException(ExitCode.CONFIG, "ping.trust: " + e.getMessage(), e);
        }
    }

    /**
     * What asking about unknown posts over TLS needs; null where none is, or where the JDK's authorities are enough.
     *
     * @throws StartException as {@link #context}.
     */
    static SSLContext ofStatus(final Config config) {
        final Optional<Path> file = config.server().ping().trust();
        if (file.isEmpty() || config.buyers().stream().noneMatch(buyer -> buyer.post().url().tls()
                || buyer.status().filter(query -> query.endpoint().url().tls()).isPresent())) {
            return null;
        }
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, with(file.get()).getTrustManagers(), null);
            return context;
        } catch (final GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new StartException(ExitCode.CONFIG, "ping.trust: " + e.getMessage(), e);
        }
    }

    private static boolean isTls(final BuyerConfig buyer) {
        return buyer.ping().url().tls() || buyer.post().url().tls();
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
