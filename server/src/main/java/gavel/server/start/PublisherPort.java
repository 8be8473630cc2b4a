package gavel.server.start;

import gavel.config.ServerConfig;
import gavel.server.path.LeadLoop;
import gavel.server.runtime.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import javax.net.ssl.SSLException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where publishers connect: gives each connection to its loop, up to {@code intake.connections_max} of them. Bound by
 * the thread that starts the server; connections are accepted on the loops.
 */
final class PublisherPort {
    private static final int BACKLOG = 1024;

    private final ServerConfig config;
    private final Transport transport;
    private final Map<EventLoop, LeadLoop> loopByEventLoop;
    private final AtomicInteger connections = new AtomicInteger();

    PublisherPort(final ServerConfig config, final Transport transport,
                  final Map<EventLoop, LeadLoop> loopByEventLoop) {
        this.config = config;
        this.transport = transport;
        this.loopByEventLoop = loopByEventLoop;
    }

    /** Listens from now on. */
    Channel bind(final EventLoopGroup group) {
        final SslContext tls = tls();
        final ServerConfig.HostPort address = config.listen().address();
        final ChannelFuture bound = new ServerBootstrap().group(group).channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, Transport.reads())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        accept(channel, loopByEventLoop.get(channel.eventLoop()), tls);
                    }
                })
                .bind(new InetSocketAddress(address.host(), address.port())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw StartFailures.port("listen.address", address, bound.cause());
        }
        return bound.channel();
    }

    private void accept(final Channel channel, final LeadLoop loop, final SslContext tls) {
        if (connections.incrementAndGet() > config.intake().connectionsMax()) {
            connections.decrementAndGet();
            loop.onConnectionRefused();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(loop.newConnection());
    }

    private SslContext tls() {
        try {
            return config.listen().tls().isEmpty() ? null
                    : SslContextBuilder.forServer(config.listen().tls().get().certificate().toFile(),
                            config.listen().tls().get().key().toFile()).build();
        } catch (final SSLException | IllegalArgumentException e) {
            throw new StartException(ExitCode.CONFIG, "listen.tls: " + e.getMessage(), e);
        }
    }
}
