package gavel.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * A kept-alive connection with one request at a time.
 * Touched by the load loop only.
 */
final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int NONE = -1;

    private final ConnectionPool pool;
    private final Exchange exchange;
    private Channel channel;
    private boolean isReady;
    private ByteBuf waiting;
    private int lead = NONE;
    private long sentNs;

    Connection(final ConnectionPool pool, final Exchange exchange) {
        this.pool = pool;
        this.exchange = exchange;
    }

    /** Takes a request; before the connection is made it waits for that. */
    void send(final int forLead, final ByteBuf request) {
        lead = forLead;
        sentNs = System.nanoTime();
        if (!isReady) {
            waiting = request;
        } else {
            write(request);
        }
    }

    private void write(final ByteBuf request) {
        sentNs = System.nanoTime();
        exchange.onSent(lead, sentNs);
        channel.writeAndFlush(request, channel.voidPromise());
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        channel = context.channel();
        if (context.pipeline().get(SslHandler.class) == null) {
            onReady();
        }
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            final SslHandshakeCompletionEvent handshake = (SslHandshakeCompletionEvent) event;
            if (handshake.isSuccess()) {
                onReady();
            } else {
                onConnectFailed(handshake.cause());
                context.close();
            }
        }
    }

    private void onReady() {
        isReady = true;
        if (waiting != null) {
            final ByteBuf request = waiting;
            waiting = null;
            write(request);
        } else if (lead == NONE) {
            pool.onIdle(this);
        }
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpResponse response) {
        final long nowNs = System.nanoTime();
        if (lead == NONE) {
            context.close();
            return;
        }
        final int ended = lead;
        lead = NONE;
        final boolean isReusable = HttpUtil.isKeepAlive(response) && response.decoderResult().isSuccess();
        if (response.decoderResult().isSuccess()) {
            exchange.onAnswered(ended, response, nowNs);
        } else {
            exchange.onFailed(ended, Outcome.PROTOCOL_ERROR, "not HTTP: " + response.decoderResult().cause(), nowNs);
        }
        if (isReusable) {
            pool.onIdle(this);
        } else {
            context.close();
        }
    }

    /** Gives a request up that was sent, or waits, for longer than that. */
    void sweep(final long nowNs, final long timeoutNs) {
        if (lead != NONE && nowNs - sentNs >= timeoutNs) {
            fail(Outcome.TIMEOUT, "no answer in time");
            pool.onGone(this);
            close();
        }
    }

    void onConnectFailed(final Throwable cause) {
        fail(Outcome.CONNECT_ERROR, String.valueOf(cause.getMessage()));
        pool.onGone(this);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        fail(Outcome.PROTOCOL_ERROR, "connection closed before the answer");
        pool.onGone(this);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        fail(Outcome.PROTOCOL_ERROR, cause.toString());
        context.close();
    }

    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private void fail(final Outcome outcome, final String why) {
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
        if (lead != NONE) {
            final int ended = lead;
            lead = NONE;
            exchange.onFailed(ended, outcome, why, System.nanoTime());
        }
    }
}
