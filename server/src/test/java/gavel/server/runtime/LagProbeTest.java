package gavel.server.runtime;

import gavel.config.ServerConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real datagrams on a real loop, whose clock is a number. */
@Timeout(60)
class LagProbeTest {
    private static final long MS = 1_000_000L;

    private final AtomicLong nowNs = new AtomicLong(7_000_000 * MS);
    private final LoopLag lag = new LoopLag(20 * MS, nowNs.get());
    private final LagProbe probe = new LagProbe(nowNs::get, lag);

    @Test
    void shouldSeeHowFarBehindTheLoopIs() throws Exception {
        final Transport transport = Transport.of(ServerConfig.Transport.NIO);
        final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.handlers());
        try {
            final EventLoop loop = group.next();
            on(loop, () -> {
                probe.open(loop, transport, failure -> {
                    throw new AssertionError(failure);
                });
                return null;
            });
            boolean isTooMuch = false;
            for (int sent = 0; !isTooMuch; ) {
                assertTrue(sent < 2 * LoopLag.LATE_PROBES, "never overloaded");
                if (on(loop, () -> ask(30 * MS))) {
                    sent++;
                    await(loop);
                }
                isTooMuch = on(loop, () -> lag.isTooMuch(nowNs.get()));
            }
            on(loop, () -> ask(0));
            await(loop);
            assertFalse(on(loop, () -> lag.isTooMuch(nowNs.get())), "the last one was quick");
            on(loop, () -> {
                probe.close();
                return null;
            });
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Sends a probe, if the socket is there, and lets it come so late. */
    private boolean ask(final long lateNs) {
        nowNs.addAndGet(LoopLag.EVERY_NS);
        final boolean wanted = lag.wantsProbe(nowNs.get());
        probe.isTooMuch(nowNs.get());
        final boolean sent = wanted && !lag.wantsProbe(nowNs.get());
        nowNs.addAndGet(sent ? lateNs : 0);
        return sent;
    }

    /** Until the probe is back: then another one is wanted in time. */
    private void await(final EventLoop loop) throws Exception {
        while (!on(loop, () -> lag.wantsProbe(nowNs.get() + LoopLag.EVERY_NS))) {
            Thread.onSpinWait();
        }
    }

    private static <T> T on(final EventLoop loop, final Callable<T> task) throws Exception {
        return loop.submit(task).get();
    }
}
