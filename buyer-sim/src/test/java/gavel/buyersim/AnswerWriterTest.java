package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves in which order, without a socket. */
class AnswerWriterTest {
    /** Notes the bytes of each write, and 0 for a flush. */
    private static final class Order extends ChannelOutboundHandlerAdapter {
        final List<Integer> steps = new ArrayList<>();

        @Override
        public void write(final ChannelHandlerContext ctx, final Object message, final ChannelPromise promise) {
            steps.add(((ByteBuf) message).readableBytes());
            ctx.write(message, promise);
        }

        @Override
        public void flush(final ChannelHandlerContext ctx) {
            steps.add(0);
            ctx.flush();
        }
    }

    @Test
    void shouldSendTheHeadOfAHugeAnswerBeforeItsBodyIsMade() {
        Order order = new Order();
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        EmbeddedChannel channel = new EmbeddedChannel(order, handler);
        Answer answer = new Answer(200, "{\"bid\":\"5.00\"}");
        List<Exchange> ended = new ArrayList<>();

        new AnswerWriter(channel.pipeline().context(handler), 1).write(
            new Exchange(Call.PING, "A-1", 0, 0, Fault.HUGE, answer), (exchange, answeredNs) -> ended.add(exchange));
        channel.runPendingTasks();

        assertTrue(order.steps.get(0) < 256, "the head comes first");
        assertEquals(0, order.steps.get(1), "and leaves by itself");
        assertEquals(1, ended.size());
        assertTrue(order.steps.stream().mapToInt(Integer::intValue).sum() > AnswerWriter.HUGE_BYTES);
        channel.finishAndReleaseAll();
    }
}
