package gavel.buyersim;

import gavel.buyersim.Draws.Question;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Writes answers to one connection, each the way its fault says. Confined to the connection's event loop. */
final class AnswerWriter {
    static final int HUGE_BYTES = 10_000_000;
    private static final int CHUNK_BYTES = 65_536;
    private static final byte[] PADDING = "x".repeat(CHUNK_BYTES).getBytes(StandardCharsets.US_ASCII);
    private static final int GARBAGE_BYTES = 512;
    private static final int MISSING_BYTES = 64;
    private final ChannelHandlerContext ctx;
    private final long dripEveryNs;

    /** Told once, when the last byte of an answer left or nothing will be written any more. On the event loop. */
    interface Listener {
        /** {@code answeredNs} is {@link Exchange#NOT_ANSWERED} when the answer didn't leave. */
        void onEnd(Exchange exchange, long answeredNs);
    }

    AnswerWriter(final ChannelHandlerContext ctx, final long dripEveryNs) {
        this.ctx = ctx;
        this.dripEveryNs = dripEveryNs;
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    void write(final Exchange exchange, final Listener listener) {
        Answer answer = exchange.answer();
        switch (exchange.fault()) {
            case NONE, LATE, STATUS_500 -> whole(exchange, encode(exchange, 0), exchange.isKeptAlive(), listener);
            case REDIRECT -> whole(exchange, redirect(exchange), exchange.isKeptAlive(), listener);
            case BAD_JSON -> whole(exchange, encode(exchange, broken(answer)), exchange.isKeptAlive(), listener);
            case CLOSE -> whole(exchange, encode(exchange, 0), false, listener);
            case WRONG_LENGTH -> whole(exchange, encode(exchange, MISSING_BYTES), false, listener);
            case GARBAGE -> whole(exchange, garbage(exchange), false, listener);
            case TWICE -> whole(exchange, encode(exchange, 0).writeBytes(bytes(exchange)), exchange.isKeptAlive(),
                listener);
            case DRIP -> drip(exchange, bytes(exchange), 0, listener);
            case HUGE -> huge(exchange, listener);
            case RESET, ACCEPT_THEN_RESET -> {
                reset();
                listener.onEnd(exchange, Exchange.NOT_ANSWERED);
            }
            case HANG -> {
                // The connection stays open and the exchange stays unfinished until the peer gives up.
            }
        }
    }

    private void whole(final Exchange exchange, final ByteBuf bytes, final boolean isKeptAlive,
                       final Listener listener) {
        ctx.writeAndFlush(bytes).addListener((ChannelFutureListener) future -> {
            end(exchange, future, listener);
            if (!isKeptAlive) {
                ctx.close();
            }
        });
    }

    private void end(final Exchange exchange, final ChannelFuture future, final Listener listener) {
        listener.onEnd(exchange, future.isSuccess() ? System.nanoTime() : Exchange.NOT_ANSWERED);
    }

    private ByteBuf encode(final Exchange exchange, final long extraLength) {
        return exchange.answer().encode(ctx.alloc(), exchange.isKeptAlive(), extraLength);
    }

    private ByteBuf encode(final Exchange exchange, final Answer answer) {
        return answer.encode(ctx.alloc(), exchange.isKeptAlive(), 0);
    }

    private byte[] bytes(final Exchange exchange) {
        ByteBuf once = encode(exchange, 0);
        byte[] bytes = ByteBufUtil.getBytes(once);
        once.release();
        return bytes;
    }

    private static Answer broken(final Answer answer) {
        return new Answer(answer.status(), answer.format(),
            answer.body().substring(0, answer.body().length() / 2));
    }

    private ByteBuf redirect(final Exchange exchange) {
        ByteBuf out = ctx.alloc().buffer(192);
        exchange.answer().head(out, 0, exchange.isKeptAlive(), "location: /followed\r\n");
        return out;
    }

    /** The first byte is above ASCII, so that no reader can take it for HTTP. */
    private ByteBuf garbage(final Exchange exchange) {
        long key = Draws.mix(exchange.leadRef().hashCode());
        ByteBuf out = ctx.alloc().buffer(GARBAGE_BYTES);
        for (int i = 0; i < GARBAGE_BYTES / Long.BYTES; i++) {
            out.writeLong(Draws.draw(key + i, Question.GARBAGE));
        }
        return out.setByte(0, out.getByte(0) | 0x80);
    }

    private void drip(final Exchange exchange, final byte[] bytes, final int at, final Listener listener) {
        ByteBuf one = ctx.alloc().buffer(1).writeByte(bytes[at]);
        if (at == bytes.length - 1) {
            whole(exchange, one, exchange.isKeptAlive(), listener);
            return;
        }
        ctx.writeAndFlush(one).addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                ctx.executor().schedule(() -> drip(exchange, bytes, at + 1, listener), dripEveryNs,
                    TimeUnit.NANOSECONDS);
            } else {
                end(exchange, future, listener);
            }
        });
    }

    /** The head leaves first: who refuses by its length need not wait until the body is made. */
    private void huge(final Exchange exchange, final Listener listener) {
        Format format = exchange.answer().format();
        byte[] opening = format.paddedOpening().getBytes(StandardCharsets.US_ASCII);
        byte[] closing = format.paddedClosing(exchange.answer().body()).getBytes(StandardCharsets.UTF_8);
        ByteBuf head = ctx.alloc().buffer(256);
        exchange.answer().head(head, HUGE_BYTES, exchange.isKeptAlive(), "");
        head.writeBytes(opening);
        ctx.writeAndFlush(head);
        pad(exchange, HUGE_BYTES - opening.length - closing.length, closing, listener);
    }

    private void pad(final Exchange exchange, final int left, final byte[] closing, final Listener listener) {
        int size = Math.min(left, CHUNK_BYTES);
        ByteBuf chunk = ctx.alloc().buffer(size + closing.length).writeBytes(PADDING, 0, size);
        if (size == left) {
            whole(exchange, chunk.writeBytes(closing), exchange.isKeptAlive(), listener);
            return;
        }
        ctx.writeAndFlush(chunk).addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                pad(exchange, left - size, closing, listener);
            } else {
                end(exchange, future, listener);
            }
        });
    }

    /** Closes below a TLS handler, which would say goodbye first. */
    private void reset() {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.pipeline().firstContext().close();
    }
}
