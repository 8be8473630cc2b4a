package gavel.server.buyer;

import gavel.config.BuyerConfig.Url;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.runtime.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * The connections of one loop to one host and port of a buyer. Confined to its loop. The one that was used last is used
 * next, so that as few as needed stay open and the ones that are used are alive.
 */
final class BuyerConnections {
    private final BuyerLoop loop;
    private final Url url;
    private final BuyerAddress address;
    private final BuyerStats stats;
    private final CallGate.Cell calls;
    private final int connectionsMax;
    private final long idleNs;
    private final Bootstrap bootstrap;
    private final ArrayDeque<BuyerConnection> idle = new ArrayDeque<>();
    private final List<BuyerConnection> all = new ArrayList<>();
    private AnswerReader pingReader;
    private AnswerReader postReader;
    private BiPredicate<Lead, Candidate> pingAgain = (lead, candidate) -> false;
    private Connected connected = (lead, candidate, posting, request) -> request;
    private boolean closing;

    /** What is sent on a connection that was just made; a request waited for it. */
    @FunctionalInterface
    interface Connected {
        /** Takes the request that waited, and gives the one to send. */
        ByteBuf request(Lead lead, Candidate candidate, boolean posting, ByteBuf request);
    }

    BuyerConnections(final BuyerLoop loop, final Url url, final BuyerStats stats, final CallGate.Cell calls,
                     final int connectionsMax, final long idleNs) {
        this.loop = loop;
        this.url = url;
        this.stats = stats;
        this.calls = calls;
        this.connectionsMax = connectionsMax;
        this.idleNs = idleNs;
        this.address = new BuyerAddress(loop, url.host(), url.port(), stats);
        this.bootstrap = new Bootstrap().group(loop.loop()).channel(loop.transport().client())
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, Transport.reads())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) TimeUnit.NANOSECONDS.toMillis(loop.limits().connectTimeoutNs()));
    }

    void readers(final AnswerReader ping, final AnswerReader post) {
        pingReader = ping;
        postReader = post;
    }

    /** Whom to ask for a ping to go out once more; it says whether it does. */
    void pingAgain(final BiPredicate<Lead, Candidate> newPingAgain) {
        pingAgain = newPingAgain;
    }

    /** Who writes a request anew once its connection is made. */
    void connected(final Connected newConnected) {
        connected = newConnected;
    }

    /** Whether a connection can be made. */
    boolean hasRoomForAnother() {
        return isUp() && !closing && all.size() < connectionsMax;
    }

    /** Whether a connection can be had or made. */
    boolean hasRoom() {
        return isUp() && (!idle.isEmpty() || all.size() < connectionsMax);
    }

    /** Whether its address is known. */
    boolean isUp() {
        return address.current() != null;
    }

    /** Sends a request on an idle connection, or on a new one; there must be room. */
    BuyerConnection call(final Lead lead, final Candidate candidate, final boolean posting, final ByteBuf request,
                         final long nowNs) {
        BuyerConnection connection = idle.pollLast();
        while (connection != null && !connection.isIdle()) {
            connection = idle.pollLast();
        }
        if (connection != null) {
            stats.onCalls(1);
            connection.call(lead, candidate, posting, request, nowNs);
            return connection;
        }
        return callOnAnother(lead, candidate, posting, request, nowNs);
    }

    /** Sends a request on a new connection; there must be room for another. */
    BuyerConnection callOnAnother(final Lead lead, final Candidate candidate, final boolean posting,
                                  final ByteBuf request, final long nowNs) {
        final BuyerConnection fresh = new BuyerConnection(this, loop);
        all.add(fresh);
        stats.onConnections(1);
        stats.onCalls(1);
        fresh.call(lead, candidate, posting, request, nowNs);
        connect(fresh, address.current());
        return fresh;
    }

    /** Closes what was idle for too long, and what waits in vain for a late answer. */
    void sweep(final long nowNs) {
        while (!idle.isEmpty() && nowNs - idle.peekFirst().sinceNs() > idleNs) {
            idle.pollFirst().close();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            final BuyerConnection connection = all.get(i);
            if (connection.isAbandoned() && nowNs - connection.sinceNs() > loop.limits().lateGraceNs()) {
                stats.count(BuyerStats.Event.DROPPED);
                connection.close();
            }
        }
    }

    void closeAll() {
        closing = true;
        for (final BuyerConnection connection : new ArrayList<>(all)) {
            connection.close();
        }
    }

    int count() {
        return all.size();
    }

    boolean isTls() {
        return url.tls();
    }

    BuyerStats stats() {
        return stats;
    }

    AnswerReader reader(final boolean posting) {
        return posting ? postReader : pingReader;
    }

    /** A ping is to go out once more; false when it does not, and has ended. */
    boolean onPingLost(final Lead lead, final Candidate candidate) {
        return pingAgain.test(lead, candidate);
    }

    /** What to send on a connection that was just made. */
    ByteBuf onConnected(final Lead lead, final Candidate candidate, final boolean posting, final ByteBuf request) {
        return connected.request(lead, candidate, posting, request);
    }

    void onFree(final BuyerConnection connection) {
        idle.addLast(connection);
    }

    /** A call that was begun is over, whether anybody waited for it or not. */
    void onCallEnded() {
        stats.onCalls(-1);
        calls.leave();
    }

    void onClosed(final BuyerConnection connection) {
        if (all.remove(connection)) {
            stats.onConnections(-1);
        }
        idle.remove(connection);
    }

    private void connect(final BuyerConnection connection, final InetSocketAddress to) {
        final Bootstrap once = bootstrap.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(final Channel channel) {
                if (url.tls()) {
                    final SslHandler tls = loop.tls().newHandler(channel.alloc(), url.host(), url.port());
                    tls.setHandshakeTimeout(loop.limits().connectTimeoutNs(), TimeUnit.NANOSECONDS);
                    channel.pipeline().addLast(tls);
                }
                channel.pipeline().addLast(connection);
            }
        });
        final ChannelFuture connected = once.connect(to);
        connected.addListener(done -> {
            if (loop.loop().inEventLoop()) {
                connection.onConnect(connected);
            } else {
                // Netty tells on a thread of its own when not even a socket was to be had.
                loop.loop().execute(() -> connection.onConnect(connected));
            }
        });
    }
}
