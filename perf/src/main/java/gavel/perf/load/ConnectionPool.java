package gavel.perf.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;

/**
 * The connections to one address, at most so many; the one that rested longest is used next,
 * so that the server's loops get like shares, however it spreads connections over them.
 * Touched by the load loop only.
 */
final class ConnectionPool {
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final int MAX_CONNECT_MS = 5_000;
    /** Headers that are never read are not checked: the generator shares a machine with what it measures. */
    private static final HttpDecoderConfig DECODER = new HttpDecoderConfig().setValidateHeaders(false);

    private final Peer peer;
    private final Bootstrap bootstrap;
    private final int limit;
    private final long timeoutNs;
    private final Exchange exchange;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> open = new LinkedHashSet<>();
    private boolean isClosed;

    ConnectionPool(final LoadTransport transport, final Peer peer, final int limit, final long timeoutNs,
                   final Exchange exchange) {
        this.peer = peer;
        this.limit = limit;
        this.timeoutNs = timeoutNs;
        this.exchange = exchange;
        bootstrap = new Bootstrap()
            .group(transport.loop())
            .channel(transport.channelType())
            .remoteAddress(peer.address())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) Math.max(1, Math.min(MAX_CONNECT_MS, timeoutNs / 1_000_000)));
    }

    /** Opens a connection ahead of need; it is open when requests can be sent, with TLS after the handshake. */
    Future<Channel> open() {
        return open(new Connection(this, exchange));
    }

    private Future<Channel> open(final Connection connection) {
        open.add(connection);
        final Promise<Channel> ready = bootstrap.config().group().next().newPromise();
        final ChannelFuture connected = bootstrap.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(final Channel channel) {
                final SslHandler tls = peer.newTlsHandler(channel.alloc());
                if (tls != null) {
                    tls.setHandshakeTimeoutMillis(MAX_CONNECT_MS);
                    channel.pipeline().addLast(tls);
                }
                channel.pipeline().addLast(new HttpResponseDecoder(DECODER),
                    new HttpObjectAggregator(MAX_ANSWER_BYTES), connection);
            }
        }).connect();
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                connection.onConnectFailed(future.cause());
                ready.tryFailure(future.cause());
                return;
            }
            final SslHandler tls = connected.channel().pipeline().get(SslHandler.class);
            if (tls == null) {
                ready.trySuccess(connected.channel());
            } else {
                tls.handshakeFuture().addListener(new PromiseNotifier<>(ready));
            }
            if (isClosed || !open.contains(connection)) {
                connected.channel().close();
            }
        });
        return ready;
    }

    boolean hasRoom() {
        return !idle.isEmpty() || open.size() < limit;
    }

    /** Sends a lead's request on an idle connection, or on a new one; there must be room. */
    void send(final int lead, final ByteBuf request) {
        final Connection connection = idle.pollFirst();
        if (connection != null) {
            connection.send(lead, request);
        } else {
            final Connection fresh = new Connection(this, exchange);
            fresh.send(lead, request);
            open(fresh);
        }
    }

    void onIdle(final Connection connection) {
        if (open.contains(connection)) {
            idle.addLast(connection);
        }
    }

    void onGone(final Connection connection) {
        if (open.remove(connection)) {
            idle.remove(connection);
        }
    }

    void sweep(final long nowNs) {
        for (final Connection connection : new ArrayList<>(open)) {
            connection.sweep(nowNs, timeoutNs);
        }
    }

    void close() {
        isClosed = true;
        for (final Connection connection : new ArrayList<>(open)) {
            connection.close();
        }
    }
}
