package gavel.server.runtime;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;

import java.util.concurrent.TimeUnit;

/** A loop that has no time of its own: it holds what was scheduled until a test moves its clock. One thread. */
final class FakeLoop extends DefaultEventLoop {
    long nowNs;
    int wakeups;
    private Runnable scheduled;
    private long delayNs;
    private long dueNs;

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(final Runnable command, final long initialDelay, final long delay,
                                                     final TimeUnit unit) {
        if (scheduled != null) {
            throw new IllegalStateException("scheduled twice");
        }
        scheduled = command;
        delayNs = unit.toNanos(delay);
        dueNs = nowNs + unit.toNanos(initialDelay);
        return new Scheduled();
    }

    boolean isScheduled() {
        return scheduled != null;
    }

    /** Moves the clock, and runs what falls due on the way. */
    void advance(final long ns) {
        final long toNs = nowNs + ns;
        while (scheduled != null && dueNs <= toNs) {
            nowNs = Math.max(nowNs, dueNs);
            wakeups++;
            scheduled.run();
            dueNs = nowNs + delayNs;
        }
        nowNs = toNs;
    }

    /** Nobody looks at it. One thread. */
    private final class Scheduled extends DefaultPromise<Void> implements ScheduledFuture<Void> {
        Scheduled() {
            super(GlobalEventExecutor.INSTANCE);
        }

        @Override
        public boolean cancel(final boolean mayInterrupt) {
            scheduled = null;
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(final TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(final java.util.concurrent.Delayed other) {
            return 0;
        }
    }
}
