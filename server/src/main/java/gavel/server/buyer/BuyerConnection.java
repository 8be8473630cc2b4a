package gavel.server.buyer;

import gavel.server.http.HeldBytes;
import gavel.server.lead.Call;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import java.io.IOException;

/**
 * One kept-alive connection to a buyer's endpoint, and the one call that is on it. Confined to its loop. Never sends a
 * second request before the first is answered; an answer is read once it is whole, wherever it was cut on its way.
 */
final class BuyerConnection extends ChannelInboundHandlerAdapter implements Call {
    /** Where it is in its life. */
    private enum State { CONNECTING, IDLE, BUSY, ABANDONED, CLOSED }

    private final BuyerConnections pool;
    private final BuyerLoop loop;
    private final HeldBytes held = new HeldBytes();
    private Channel channel;
    private State state = State.CONNECTING;
    private Lead lead;
    private Candidate candidate;
    private boolean posting;
    private boolean sent;
    private boolean keptAlive;
    private boolean released;
    private boolean calling;
    private ByteBuf pending;
    private long sinceNs;

    BuyerConnection(final BuyerConnections pool, final BuyerLoop loop) {
        this.pool = pool;
        this.loop = loop;
    }

    /** Sends a request, at once or as soon as it is connected. */
    void call(final Lead newLead, final Candidate newCandidate, final boolean isPost, final ByteBuf request,
              final long nowNs) {
        lead = newLead;
        candidate = newCandidate;
        posting = isPost;
        calling = true;
        sent = false;
        keptAlive = state == State.IDLE;
        released = false;
        sinceNs = nowNs;
        if (state == State.CONNECTING) {
            pending = request;
        } else {
            state = State.BUSY;
            send(request);
        }
    }

    /** Whether a call can be sent on it now. */
    boolean isIdle() {
        return state == State.IDLE && channel.isActive();
    }

    /** Since when it is as it is. */
    long sinceNs() {
        return sinceNs;
    }

    /** Whether it waits for an answer that nobody else waits for. */
    boolean isAbandoned() {
        return state == State.ABANDONED || state == State.CONNECTING && lead == null;
    }

    @Override
    public boolean abandon() {
        lead = null;
        candidate = null;
        if (state == State.BUSY) {
            state = State.ABANDONED;
            sinceNs = loop.clock().nanoTime();
        }
        return sent;
    }

    @Override
    public void release() {
        released = true;
        abandon();
    }

    void close() {
        if (channel == null) {
            onClosed();
        } else {
            channel.close();
        }
    }

    void onConnect(final ChannelFuture connected) {
        channel = connected.channel();
        if (state == State.CLOSED) {
            channel.close();
        } else if (!connected.isSuccess()) {
            pool.stats().count(BuyerStats.Event.CONNECT_FAILED);
            onClosed();
        } else if (!pool.isTls()) {
            onReady();
        }
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent) {
            if (((SslHandshakeCompletionEvent) event).isSuccess()) {
                pool.stats().count(BuyerStats.Event.HANDSHAKE);
                channel = context.channel();
                onReady();
            } else {
                pool.stats().count(BuyerStats.Event.CONNECT_FAILED);
                context.close();
            }
        }
        super.userEventTriggered(context, event);
    }

    private void onReady() {
        if (state != State.CONNECTING) {
            return;
        }
        pool.stats().count(BuyerStats.Event.CONNECTED);
        final ByteBuf request = pending;
        pending = null;
        if (lead == null) {
            if (request != null) {
                request.release();
            }
            endCall();
            free();
        } else {
            state = State.BUSY;
            send(pool.onConnected(lead, candidate, posting, request));
        }
    }

    private void send(final ByteBuf request) {
        sent = true;
        channel.writeAndFlush(request, channel.voidPromise());
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final ByteBuf buffer = (ByteBuf) message;
        try {
            if (state != State.BUSY && state != State.ABANDONED) {
                if (buffer.isReadable() && state != State.CLOSED) {
                    pool.stats().count(BuyerStats.Event.UNASKED);
                    end(PingStatus.RESET);
                    context.close();
                }
                return;
            }
            if (held.length() == 0 && buffer.readableBytes() <= loop.in().length) {
                final int length = buffer.readableBytes();
                buffer.readBytes(loop.in(), 0, length);
                read(loop.in(), length, false);
            } else {
                hold(buffer);
            }
        } finally {
            buffer.release();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        channel = context.channel();
        if ((state == State.BUSY || state == State.ABANDONED) && held.length() > 0) {
            read(held.bytes(), held.length(), true);
        }
        onClosed();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            loop.listener().onMistake(cause);
        }
        context.close();
    }

    private void hold(final ByteBuf buffer) {
        if (held.length() + buffer.readableBytes() > loop.in().length) {
            fail(PingStatus.TOO_LARGE);
            return;
        }
        held.append(buffer);
        read(held.bytes(), held.length(), false);
    }

    private void read(final byte[] bytes, final int length, final boolean closed) {
        final ResponseHead head = loop.head();
        final int bodyMax = posting ? loop.limits().postAnswerMaxBytes() : loop.limits().pingAnswerMaxBytes();
        switch (head.read(bytes, length, bodyMax, closed)) {
            case INCOMPLETE:
                held.keep(bytes, length);
                return;
            case COMPLETE:
                onAnswer(bytes, length, head);
                return;
            case TOO_LARGE:
                fail(PingStatus.TOO_LARGE);
                return;
            default:
                fail(PingStatus.GARBAGE);
        }
    }

    private void onAnswer(final byte[] bytes, final int length, final ResponseHead head) {
        final long nowNs = loop.clock().nanoTime();
        final Lead answered = lead;
        final Candidate asked = candidate;
        final boolean wasPost = posting;
        final int status = head.status();
        final boolean reusable = head.isKeepAlive() && head.end() == length;
        final long tookNs = nowNs - sinceNs;
        held.clear();
        if (head.end() < length) {
            pool.stats().count(BuyerStats.Event.UNASKED);
        }
        if (answered == null) {
            pool.stats().count(wasPost ? BuyerStats.Event.POST_LATE
                    : released ? BuyerStats.Event.UNNEEDED : BuyerStats.Event.PING_LATE);
            giveBack(reusable);
            return;
        }
        (wasPost ? pool.stats().post() : pool.stats().ping()).record(tookNs);
        asked.httpStatus(status);
        final boolean ok = status >= 200 && status < 300;
        if (ok || wasPost) {
            pool.reader(wasPost).read(bytes, head.bodyOffset(), head.bodyLength(), loop.answer());
            loop.answer().httpStatus(status);
        }
        giveBack(reusable);
        tell(answered, asked, wasPost, ok, nowNs);
    }

    private void tell(final Lead answered, final Candidate asked, final boolean wasPost, final boolean ok,
                      final long nowNs) {
        if (wasPost) {
            loop.listener().onPostAnswer(answered, asked, loop.answer(), nowNs);
        } else if (ok) {
            loop.listener().onPingAnswer(answered, asked, loop.answer(), nowNs);
        } else {
            loop.listener().onPingFailed(answered, asked, PingStatus.HTTP_ERROR, nowNs);
        }
    }

    /** Goes back to the pool before the path goes on, so that the post can use the connection of the ping. */
    private void giveBack(final boolean reusable) {
        endCall();
        lead = null;
        candidate = null;
        if (reusable && channel.isActive()) {
            free();
        } else if (state != State.CLOSED) {
            pool.onClosed(this);
            state = State.CLOSED;
            channel.close();
        }
    }

    private void endCall() {
        if (calling) {
            calling = false;
            pool.onCallEnded();
        }
    }

    private void free() {
        state = State.IDLE;
        sinceNs = loop.clock().nanoTime();
        pool.onFree(this);
    }

    private void fail(final PingStatus status) {
        pool.stats().count(BuyerStats.Event.DROPPED);
        end(status);
        channel.close();
    }

    private void onClosed() {
        end(state == State.CONNECTING ? PingStatus.REFUSED : PingStatus.RESET);
    }

    private void end(final PingStatus status) {
        if (state == State.CLOSED) {
            return;
        }
        final boolean mayAskAgain = state == State.BUSY && keptAlive && !posting && held.length() == 0;
        state = State.CLOSED;
        endCall();
        pool.onClosed(this);
        held.clear();
        if (pending != null) {
            pending.release();
            pending = null;
        }
        final Lead ended = lead;
        final Candidate asked = candidate;
        lead = null;
        candidate = null;
        if (ended != null) {
            final long nowNs = loop.clock().nanoTime();
            if (posting) {
                loop.listener().onPostFailed(ended, asked, sent, nowNs);
            } else if (!mayAskAgain || status != PingStatus.RESET || !pool.onPingLost(ended, asked)) {
                loop.listener().onPingFailed(ended, asked, status, nowNs);
            }
        }
    }
}
