package gavel.server.runtime;

import io.netty.channel.EventLoop;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Resolves names without blocking, by the hosts file and the name servers of the machine. Stateless; any thread. Where
 * the machine names no server it asks the one on the machine itself, as the C library does, and never a public one.
 */
public final class Names {
    private static final File RESOLV_CONF = new File("/etc/resolv.conf");
    private static final int DNS_PORT = 53;

    private Names() {
    }

    /** A resolver of one loop; close it. */
    public static InetNameResolver of(final EventLoop loop, final Transport transport) {
        return new DnsNameResolverBuilder(loop).datagramChannelType(transport.datagram())
                .nameServerProvider(nameServers()).build();
    }

    private static DnsServerAddressStreamProvider nameServers() {
        try {
            return new UnixResolverDnsServerAddressStreamProvider(RESOLV_CONF);
        } catch (final IOException | IllegalArgumentException e) {
            return new SingletonDnsServerAddressStreamProvider(new InetSocketAddress("127.0.0.1", DNS_PORT));
        }
    }
}
