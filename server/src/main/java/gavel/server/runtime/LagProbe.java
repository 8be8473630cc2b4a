package gavel.server.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import org.agrona.concurrent.NanoClock;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A datagram socket by which a loop sends a byte to itself: it waits as the bytes of publishers do, whatever drives the
 * sockets, so how long it takes is how far behind the loop is. Sends only while leads come. One per loop; confined to
 * it.
 */
public final class LagProbe extends ChannelInboundHandlerAdapter {
    private static final ByteBuf BYTE = Unpooled.unreleasableBuffer(Unpooled.directBuffer(1).writeByte(1)).asReadOnly();

    private final NanoClock clock;
    private final LoopLag lag;
    private Channel channel;
    private Consumer<Throwable> onFailure;

    public LagProbe(final NanoClock clock, final LoopLag lag) {
        this.clock = clock;
        this.lag = lag;
    }

    /**
     * Opens the socket. Without one the loop is never taken for overloaded.
     *
     * @param newOnFailure told why there is none, or why a probe was lost.
     */
    public void open(final EventLoop loop, final Transport transport, final Consumer<Throwable> newOnFailure) {
        onFailure = newOnFailure;
        new Bootstrap().group(loop).channel(transport.datagram()).handler(this)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addListener((ChannelFutureListener) bound -> {
                    if (bound.isSuccess()) {
                        connect(bound.channel());
                    } else {
                        onFailure.accept(bound.cause());
                    }
                });
    }

    private void connect(final Channel bound) {
        bound.connect(bound.localAddress()).addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                channel = bound;
            } else {
                bound.close();
                onFailure.accept(connected.cause());
            }
        });
    }

    /**
     * Whether the loop should take nothing new now; asked for each lead.
     *
     * @param nowNs when its first byte was read, which may be a while ago.
     */
    public boolean isTooMuch(final long nowNs) {
        if (channel != null && lag.wantsProbe(nowNs)) {
            lag.onSent(clock.nanoTime());
            channel.writeAndFlush(BYTE.duplicate(), channel.voidPromise());
        }
        return lag.isTooMuch(nowNs);
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        ReferenceCountUtil.release(message);
        lag.onHeard(clock.nanoTime());
    }

    /** A probe that could not be sent is lost; the next one takes its place. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        onFailure.accept(cause);
    }

    /** Closes the socket. */
    public void close() {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
