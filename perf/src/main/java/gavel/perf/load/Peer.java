package gavel.perf.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

/**
 * Whom connections go to, and how: plain, or by TLS to a peer that shows a certificate for this very host.
 * Immutable; any thread.
 */
final class Peer {
    private final String host;
    private final int port;
    private final SslContext tls;

    private Peer(final String host, final int port, final SslContext tls) {
        this.host = host;
        this.port = port;
        this.tls = tls;
    }

    /**
     * The peer of an address.
     *
     * @param trust PEM file of the certificates that may vouch for it; null for those that the JDK trusts.
     * @throws IllegalArgumentException the file can't be used.
     */
    static Peer of(final URI url, final Path trust) {
        final boolean isTls = "https".equals(url.getScheme());
        final int usualPort = isTls ? 443 : 80;
        return new Peer(url.getHost(), url.getPort() < 0 ? usualPort : url.getPort(), isTls ? tls(trust) : null);
    }

    private static SslContext tls(final Path trust) {
        try {
            final SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm("HTTPS");
            return (trust == null ? builder : builder.trustManager(trust.toFile())).build();
        } catch (final SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("--trust: " + trust + " holds no certificates in PEM: "
                + e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** A handler for one connection; null for a plain one. */
    SslHandler newTlsHandler(final ByteBufAllocator allocator) {
        return tls == null ? null : tls.newHandler(allocator, host, port);
    }
}
