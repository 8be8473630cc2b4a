package gavel.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * A publisher's connection: bytes in, one request at a time out, its answer back. Confined to its event loop. Never
 * knows what a request means, and never holds memory while it is idle: what arrives whole is read from an array that
 * the loop's connections share, and only what has to wait is kept.
 */
public final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final long LINGER_NS = 1_000_000_000L;
    private static final byte[] NO_BODY = {};
    private static final byte[] CONTINUE = Bytes.ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** What the peer is waited for. */
    private enum Phase { IDLE, HEAD, BODY, ANSWERING, CLOSING }

    private final HttpLoop loop;
    private final ChunkedBody chunks = new ChunkedBody();
    private final HeldBytes held = new HeldBytes();
    private ChannelHandlerContext context;
    private Phase phase = Phase.IDLE;
    private int headLength;
    private long receivedNs;
    private long phaseEndNs;
    private long requestNumber;
    private boolean keepAlive;
    private boolean headOnly;
    private boolean lastRequest;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean reading;
    private int place;

    public HttpConnection(final HttpLoop loop) {
        this.loop = loop;
    }

    /** Counts this connection's requests: an answer that comes too late for its own is not taken for the next. */
    public long requestNumber() {
        return requestNumber;
    }

    /** Whether the request of that number still waits for its answer. */
    public boolean isWaiting(final long number) {
        return phase == Phase.ANSWERING && requestNumber == number;
    }

    /** Whether a request waits for its answer. */
    public boolean isAnswering() {
        return phase == Phase.ANSWERING;
    }

    /** The peer's channel. */
    public Channel channel() {
        return context.channel();
    }

    /** Where an answer may be put together: shared by the loop, good until {@link #answer}. */
    public byte[] scratch() {
        return loop.out();
    }

    /**
     * Answers the running request.
     *
     * @param length bytes of {@link #scratch()} that make the body.
     */
    public void answer(final HttpStatus status, final byte[] contentType, final byte[] body, final int length) {
        answer(status, contentType, HttpStatus.NO_HEADER, 0, body, length);
    }

    /** As {@link #answer(HttpStatus, byte[], byte[], int)}, with one further header line that ends in CRLF. */
    public void answer(final HttpStatus status, final byte[] contentType, final byte[] header, final byte[] body,
                       final int length) {
        answer(status, contentType, header, header.length, body, length);
    }

    private void answer(final HttpStatus status, final byte[] contentType, final byte[] header,
                        final int headerLength, final byte[] body, final int length) {
        if (phase != Phase.ANSWERING) {
            throw new IllegalStateException("an answer in phase " + phase);
        }
        final ByteBuf buffer = context.alloc().directBuffer(HttpStatus.HEAD_MAX_BYTES + headerLength + length);
        status.write(buffer, contentType, loop.date().line(), keepAlive, length);
        buffer.writeBytes(header, 0, headerLength).writeBytes(HttpStatus.CRLF);
        buffer.writeBytes(body, 0, headOnly ? 0 : length);
        context.writeAndFlush(buffer, context.voidPromise());
        if (!keepAlive) {
            finish();
            return;
        }
        phase = Phase.IDLE;
        phaseEndNs = loop.clock().nanoTime() + loop.limits().idleTimeoutNs();
        if (!context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(true);
        }
        if (held.length() > 0 && !reading) {
            readHeld();
        }
        endWithInput();
    }

    /**
     * Answers the running request with 302 and no body.
     *
     * @param location a Location header's line.
     */
    public void redirect(final byte[] location, final int length) {
        answer(HttpStatus.FOUND, HttpStatus.NO_TYPE, location, length, NO_BODY, 0);
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext newContext) {
        context = newContext;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ignored) {
        phaseEndNs = loop.clock().nanoTime() + loop.limits().idleTimeoutNs();
        loop.add(this);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ignored) {
        phase = Phase.CLOSING;
        held.clear();
        loop.remove(this);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ignored, final Throwable cause) {
        keepAlive = false;
        reading = false;
        loop.requests().onException(this, cause);
        if (phase != Phase.CLOSING) {
            context.close();
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext ignored, final Object message) {
        final ByteBuf buffer = (ByteBuf) message;
        try {
            if (phase == Phase.CLOSING) {
                return;
            }
            if (held.length() == 0 && phase == Phase.IDLE) {
                final int length = Math.min(buffer.readableBytes(), loop.in().length);
                buffer.readBytes(loop.in(), 0, length);
                read(loop.in(), length);
            }
            if (buffer.isReadable() && phase != Phase.CLOSING) {
                hold(buffer);
            }
        } finally {
            ReferenceCountUtil.release(buffer);
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext ignored) {
        final boolean wantsMore = phase != Phase.ANSWERING && phase != Phase.CLOSING;
        if (context.channel().isWritable() && wantsMore && held.length() > 0 && !reading) {
            readHeld();
        }
    }

    /** The peer has sent its last byte; it may still read: what it asked for whole is answered. */
    @Override
    public void userEventTriggered(final ChannelHandlerContext ignored, final Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            endWithInput();
        }
        super.userEventTriggered(ignored, event);
    }

    private void endWithInput() {
        if (!inputEnded || reading) {
            return;
        }
        if (phase == Phase.HEAD || phase == Phase.BODY) {
            refuse(HttpFault.CUT);
        } else if (phase == Phase.IDLE && held.length() == 0) {
            finish();
        } else if (phase == Phase.CLOSING && outputEnded) {
            context.close();
        }
    }

    private void hold(final ByteBuf buffer) {
        held.append(buffer);
        if (phase == Phase.ANSWERING || !context.channel().isWritable()) {
            if (held.length() > loop.limits().requestMaxBytes()) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            readHeld();
        }
    }

    private void readHeld() {
        read(held.bytes(), held.length());
        endWithInput();
    }

    /** Reads as many requests as are whole and answered at once; keeps the rest. Each begins at index 0. */
    private void read(final byte[] bytes, final int length) {
        int limit = length;
        reading = true;
        while (limit > 0 && phase != Phase.ANSWERING && phase != Phase.CLOSING && context.channel().isWritable()) {
            final int consumed = readOne(bytes, limit);
            if (consumed == 0) {
                break;
            }
            System.arraycopy(bytes, consumed, bytes, 0, limit - consumed);
            limit -= consumed;
        }
        reading = false;
        if (limit > 0 && phase != Phase.CLOSING) {
            held.keep(bytes, limit);
        } else {
            held.clear();
        }
    }

    private int readOne(final byte[] bytes, final int limit) {
        if (phase == Phase.IDLE) {
            final int empty = emptyLines(bytes, limit);
            if (empty > 0 || bytes[0] == '\r' && limit == 1) {
                return empty;
            }
            receivedNs = loop.clock().nanoTime();
            phaseEndNs = receivedNs + loop.limits().headerTimeoutNs();
            phase = Phase.HEAD;
            headLength = 0;
        }
        final RequestHead head = loop.head();
        if (phase == Phase.HEAD) {
            final int end = headEnd(bytes, Math.min(limit, loop.limits().headerMaxBytes()));
            if (end < 0) {
                return limit >= loop.limits().headerMaxBytes() ? refuse(HttpFault.HEADERS_TOO_LARGE) : 0;
            }
            final HttpFault fault = head.parse(bytes, end);
            if (fault != null) {
                return refuse(fault);
            }
            onHead(head, end);
        } else {
            head.parse(bytes, headLength);
        }
        return head.isChunked() ? readChunks(head, bytes, limit) : readBody(head, bytes, limit);
    }

    private void onHead(final RequestHead head, final int end) {
        headLength = end;
        phase = Phase.BODY;
        phaseEndNs = loop.clock().nanoTime() + loop.limits().bodyTimeoutNs();
        chunks.begin(end);
        if (head.expectsContinue() && head.contentLength() <= loop.limits().bodyMaxBytes()) {
            context.writeAndFlush(context.alloc().directBuffer(CONTINUE.length).writeBytes(CONTINUE),
                    context.voidPromise());
        }
    }

    private int readBody(final RequestHead head, final byte[] bytes, final int limit) {
        final long length = Math.max(0, head.contentLength());
        if (length > loop.limits().bodyMaxBytes()) {
            return refuse(HttpFault.BODY_TOO_LARGE);
        }
        if (limit - headLength < length) {
            return 0;
        }
        return dispatch(head, bytes, (int) length, headLength + (int) length);
    }

    private int readChunks(final RequestHead head, final byte[] bytes, final int limit) {
        final int length = chunks.advance(bytes, headLength, limit, loop.limits().bodyMaxBytes());
        if (length >= 0) {
            return dispatch(head, bytes, length, chunks.end());
        }
        if (length == ChunkedBody.INCOMPLETE && limit < loop.limits().requestMaxBytes()) {
            return 0;
        }
        return refuse(length == ChunkedBody.MALFORMED ? HttpFault.BAD_CHUNK : HttpFault.BODY_TOO_LARGE);
    }

    private int dispatch(final RequestHead head, final byte[] bytes, final int bodyLength, final int end) {
        phase = Phase.ANSWERING;
        keepAlive = head.isKeepAlive() && !lastRequest;
        headOnly = head.method() == RequestHead.Method.HEAD;
        requestNumber++;
        loop.requests().onRequest(this, head, bytes, headLength, bodyLength, receivedNs);
        return end;
    }

    private int refuse(final HttpFault fault) {
        phase = Phase.ANSWERING;
        keepAlive = false;
        headOnly = false;
        requestNumber++;
        loop.requests().onFault(this, fault);
        return 0;
    }

    /** Bytes of the empty lines before a request (RFC 9112, 2.2): all at once, or a flood of them would cost much. */
    private static int emptyLines(final byte[] bytes, final int limit) {
        int end = 0;
        while (end + 1 < limit && bytes[end] == '\r' && bytes[end + 1] == '\n') {
            end += 2;
        }
        return end;
    }

    private static int headEnd(final byte[] bytes, final int limit) {
        for (int i = 1; i < limit; i++) {
            if (bytes[i] == '\n' && (bytes[i - 1] != '\r' || i >= 3 && bytes[i - 2] == '\n')) {
                return i + 1;
            }
        }
        return -1;
    }

    void closeIfTooSlow(final long nowNs) {
        if (phase == Phase.ANSWERING) {
            return;
        }
        if (phase == Phase.CLOSING) {
            if (nowNs - phaseEndNs > LINGER_NS) {
                context.close();
            }
        } else if (nowNs - phaseEndNs > 0) {
            if (phase == Phase.IDLE) {
                context.close();
            } else {
                refuse(HttpFault.TOO_SLOW);
            }
        }
    }

    void closeWhenAnswered() {
        lastRequest = true;
        keepAlive = false;
        if (phase == Phase.IDLE) {
            context.close();
        }
    }

    /**
     * Ends after the answer. The sending side is shut first and the rest that the peer sends is dropped, because
     * closing with unread bytes resets the connection, and then the peer might never read its answer (RFC 9112, 9.6).
     */
    private void finish() {
        phase = Phase.CLOSING;
        phaseEndNs = loop.clock().nanoTime();
        held.clear();
        context.channel().config().setAutoRead(true);
        final boolean halfCloses = context.channel() instanceof DuplexChannel
                && context.pipeline().get(SslHandler.class) == null;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (halfCloses && !inputEnded) {
                outputEnded = true;
                ((DuplexChannel) context.channel()).shutdownOutput();
            } else {
                context.close();
            }
        });
    }

    int place() {
        return place;
    }

    void place(final int newPlace) {
        place = newPlace;
    }
}
