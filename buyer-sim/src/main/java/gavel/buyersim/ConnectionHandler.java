package gavel.buyersim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a buyer: requests in, answers out in the same order and each at its moment. Confined to the event
 * loop of its buyer.
 *
 * <p>It never stops reading, so that a peer that gives up is noticed while an answer is still waiting.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    static final int MAX_BODY_BYTES = 1_048_576;
    private static final long LINGER_NS = 200_000_000;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private final Buyer buyer;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private AnswerWriter writer;
    private HttpRequest head;
    private ByteBuf body;
    private Exchange current;
    private Future<?> timer;
    private boolean isDeaf;

    ConnectionHandler(final Buyer buyer) {
        this.buyer = buyer;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        writer = new AnswerWriter(ctx, buyer.script().faults().dripEveryNs());
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        try {
            if (!isDeaf && message instanceof HttpObject part) {
                onPart(ctx, part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onPart(final ChannelHandlerContext ctx, final HttpObject part) {
        if (part.decoderResult().isFailure()) {
            buyer.counters().add(Count.BAD_REQUESTS);
            refuse(400, "not HTTP");
            return;
        }
        if (part instanceof HttpRequest request) {
            head = request;
            body = ctx.alloc().buffer(512);
            if (HttpUtil.getContentLength(request, 0L) > MAX_BODY_BYTES) {
                tooLarge();
                return;
            }
            if (HttpUtil.is100ContinueExpected(request)) {
                ctx.writeAndFlush(ctx.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE));
            }
        }
        if (part instanceof HttpContent content) {
            if (body.readableBytes() + content.content().readableBytes() > MAX_BODY_BYTES) {
                tooLarge();
                return;
            }
            body.writeBytes(content.content());
        }
        if (part instanceof LastHttpContent) {
            byte[] bytes = ByteBufUtil.getBytes(body);
            dropBody();
            accept(exchange(bytes, System.nanoTime()));
        }
    }

    private Exchange exchange(final byte[] bytes, final long nowNs) {
        QueryStringDecoder uri = new QueryStringDecoder(head.uri());
        String path = uri.rawPath();
        String contentType = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "application/json");
        boolean isPing = path.equals(buyer.script().ping().path());
        boolean isPost = path.equals(buyer.script().post().path());
        Exchange exchange;
        if (isPing || isPost) {
            if (!head.method().equals(HttpMethod.POST)) {
                buyer.counters().add(Count.BAD_REQUESTS);
                exchange = Exchange.plain(nowNs, Answer.problem(405, "pings and posts are POST requests"));
            } else {
                exchange = isPing ? buyer.onPing(bytes, contentType, nowNs) : buyer.onPost(bytes, contentType, nowNs);
            }
        } else if (path.equals("/book")) {
            exchange = Exchange.plain(nowNs, new Answer(200, buyer.totals().toJson()));
        } else if (path.equals("/status")) {
            exchange = buyer.onStatus(uri.parameters().getOrDefault("lead", List.of("")).get(0), nowNs);
        } else {
            buyer.counters().add(path.equals("/followed") ? Count.REDIRECTS_FOLLOWED : Count.UNKNOWN_PATHS);
            exchange = Exchange.plain(nowNs, Answer.problem(404, "nothing here"));
        }
        if (!HttpUtil.isKeepAlive(head)) {
            exchange.closeAfterwards();
        }
        return exchange;
    }

    private void accept(final Exchange exchange) {
        if (current == null) {
            start(exchange);
        } else if (waiting.size() < buyer.script().limits().pipelined()) {
            waiting.add(exchange);
        } else {
            buyer.counters().add(Count.PIPELINE_FULL);
            finish(exchange, Exchange.NOT_ANSWERED);
            refuse(503, "too many requests wait on this connection");
        }
    }

    private void start(final Exchange exchange) {
        current = exchange;
        long restNs = exchange.dueNs() - System.nanoTime();
        if (restNs <= 0) {
            writer.write(exchange, this::onEnd);
        } else {
            timer = context().executor().schedule(() -> writer.write(exchange, this::onEnd), restNs,
                TimeUnit.NANOSECONDS);
        }
    }

    private void onEnd(final Exchange exchange, final long answeredNs) {
        finish(exchange, answeredNs);
        if (current == exchange) {
            current = null;
            Exchange next = waiting.poll();
            if (next != null) {
                start(next);
            }
        }
    }

    private void finish(final Exchange exchange, final long answeredNs) {
        if (exchange.finish()) {
            buyer.onFinished(exchange, answeredNs);
        }
    }

    private void tooLarge() {
        buyer.counters().add(Count.TOO_LARGE);
        refuse(413, "a body has at most " + MAX_BODY_BYTES + " bytes");
    }

    /** Answers what can't be served and closes a moment later: closing on unread bytes would destroy the answer. */
    private void refuse(final int status, final String sentence) {
        isDeaf = true;
        dropBody();
        if (timer != null) {
            timer.cancel(false);
        }
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(Answer.problem(status, sentence).encode(ctx.alloc(), false, 0));
        ctx.executor().schedule(() -> ctx.close(), LINGER_NS, TimeUnit.NANOSECONDS);
    }

    private ChannelHandlerContext context() {
        return writer.context();
    }

    private void dropBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            buyer.counters().add(Count.TLS_FAILED);
            ctx.close();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        isDeaf = true;
        dropBody();
        if (timer != null) {
            timer.cancel(false);
        }
        if (current != null) {
            finish(current, Exchange.NOT_ANSWERED);
        }
        for (Exchange exchange : waiting) {
            finish(exchange, Exchange.NOT_ANSWERED);
        }
        waiting.clear();
        buyer.onDisconnected();
    }

    /** A peer that resets is its own business, and seen as a connection that ends. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        ctx.close();
    }
}
