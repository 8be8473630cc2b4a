package gavel.server.buyer;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * Where an endpoint listens, as far as is known. Confined to its loop. A name is resolved before it is first needed
 * and again and again in the background, so that no call waits for it; while a name server is silent the last address
 * stays.
 */
final class BuyerAddress {
    private static final long REFRESH_S = 20;
    private static final long RETRY_S = 1;

    private final BuyerLoop loop;
    private final String host;
    private final int port;
    private final BuyerStats stats;
    private InetSocketAddress address;

    BuyerAddress(final BuyerLoop loop, final String host, final int port, final BuyerStats stats) {
        this.loop = loop;
        this.stats = stats;
        this.host = host;
        this.port = port;
        final byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal == null) {
            loop.loop().execute(this::resolve);
        } else {
            address = of(literal);
        }
    }

    /** The address, or null while none is known. */
    InetSocketAddress current() {
        return address;
    }

    private void resolve() {
        loop.resolver().resolve(host).addListener((Future<InetAddress> resolved) -> {
            if (resolved.isSuccess()) {
                address = new InetSocketAddress(resolved.getNow(), port);
            } else {
                stats.count(BuyerStats.Event.UNRESOLVED);
            }
            if (!loop.loop().isShuttingDown()) {
                loop.loop().schedule(this::resolve, resolved.isSuccess() ? REFRESH_S : RETRY_S, TimeUnit.SECONDS);
            }
        });
    }

    private InetSocketAddress of(final byte[] literal) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host, literal), port);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
