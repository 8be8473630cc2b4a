package gavel.server.runtime;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * Deadlines of one loop, exact to a tick of about half a millisecond. Confined to its loop. A wheel instead of one
 * scheduled task for each deadline: nearly all are cancelled, and here that makes no garbage. The loop is woken once a
 * tick while a deadline is set and for some ticks more, by one task that lasts: a task for each tick would be garbage
 * for each auction under light load, see docs/PERFORMANCE.md.
 *
 * @param <T> what has the deadline.
 */
public final class Timers<T> {
    /** A power of two nanoseconds. Half of it costs 1 % of a core more; twice as much is half a millisecond later. */
    public static final long TICK_NS = 1 << 19;
    private static final int TICKS_PER_WHEEL = 1024;
    /** Ticks without a deadline after which there are no more. Fewer make a task for each lead where leads are few. */
    private static final int IDLE_TICKS_MAX = 32;

    private final EventLoop loop;
    private final NanoClock clock;
    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<T> ownerByTimer = new Long2ObjectHashMap<>();
    private final ObjLongConsumer<T> onDeadline;
    private final Runnable tick = this::tick;
    private final DeadlineTimerWheel.TimerHandler onExpiry = this::onExpiry;
    private ScheduledFuture<?> ticker;
    private int idleTicks;
    private boolean polling;
    /** When it was last looked whose deadline has passed. */
    private long nowNs;

    /**
     * @param onDeadline told of who reached its deadline, and the time.
     */
    public Timers(final EventLoop loop, final NanoClock clock, final ObjLongConsumer<T> onDeadline) {
        this.loop = loop;
        this.clock = clock;
        this.onDeadline = onDeadline;
        this.wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, clock.nanoTime(), TICK_NS, TICKS_PER_WHEEL);
    }

    /** Sets a deadline; returns what cancels it. */
    public long set(final T owner, final long deadlineNs) {
        if (!polling && wheel.timerCount() == 0) {
            wheel.currentTickTime(clock.nanoTime());
        }
        final long timer = wheel.scheduleTimer(polling ? afterThisTickNs(deadlineNs) : deadlineNs);
        ownerByTimer.put(timer, owner);
        if (ticker == null) {
            start();
        }
        return timer;
    }

    /** Takes a deadline back. */
    public void cancel(final long timer) {
        if (wheel.cancelTimer(timer)) {
            ownerByTimer.remove(timer);
        }
    }

    /** Deadlines that are set. */
    public long count() {
        return wheel.timerCount();
    }

    /** Tells all whose deadline has passed; run by the loop, or by a test that moves the clock. */
    public void tick() {
        final long startNs = clock.nanoTime();
        idleTicks = wheel.timerCount() > 0 ? 0 : idleTicks + 1;
        boolean finished = false;
        try {
            poll(startNs);
            finished = true;
        } finally {
            if (!finished) {
                start();
            } else if (idleTicks > IDLE_TICKS_MAX) {
                stop();
            }
        }
    }

    /**
     * Tells all whose deadline has passed, when a tick is overdue. For after each event of a loop: one that is busy may
     * not come to its tasks for long, with io_uring for up to 128 rounds of events.
     */
    public void catchUp(final long atNs) {
        if (atNs - nowNs > TICK_NS && !polling && wheel.timerCount() > 0) {
            poll(atNs);
        }
    }

    /** A task that threw is not run again, so that another takes its place. */
    private void start() {
        ticker = loop.scheduleWithFixedDelay(tick, TICK_NS, TICK_NS, TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (ticker != null) {
            ticker.cancel(false);
            ticker = null;
        }
        idleTicks = 0;
    }

    private void poll(final long startNs) {
        nowNs = startNs;
        polling = true;
        try {
            long tickNs;
            int expired;
            do {
                tickNs = wheel.currentTickTime();
                expired = wheel.poll(startNs, onExpiry, Integer.MAX_VALUE);
            } while (expired > 0 || wheel.currentTickTime() != tickNs);
        } finally {
            polling = false;
        }
    }

    /** What is set by who was just told must not land in the tick that is being gone through: it would be passed by. */
    private long afterThisTickNs(final long deadlineNs) {
        final long tickNs = wheel.currentTickTime();
        return deadlineNs - tickNs < 0 ? tickNs : deadlineNs;
    }

    private boolean onExpiry(final TimeUnit unit, final long expiredNs, final long timer) {
        final T owner = ownerByTimer.remove(timer);
        onDeadline.accept(owner, nowNs);
        return true;
    }
}
