package gavel.server.runtime;

import org.agrona.concurrent.EpochClock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What went wrong that never should: exceptions of loops and agents, each counted, each distinct cause kept once. Any
 * thread; a loop that reports here writes nothing. Never keeps an exception's message unless it is our own, because
 * those of the JDK may quote what a person sent.
 */
public final class Faults {
    /** More distinct causes than that are counted and not kept. */
    private static final int CAUSES_MAX = 64;
    private static final String OURS = "gavel.";

    private final EpochClock clock;
    private final AtomicLong count = new AtomicLong();
    private final ConcurrentHashMap<String, Fault> faultByCause = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Fault> unseen = new ConcurrentLinkedQueue<>();

    /** One distinct cause: what was thrown, and where. */
    public static final class Fault {
        private final String cause;
        private final String text;
        private final long firstEpochMs;
        private final AtomicLong count = new AtomicLong();

        private Fault(final String cause, final Throwable error, final long firstEpochMs) {
            this.cause = cause;
            this.text = describe(error);
            this.firstEpochMs = firstEpochMs;
        }

        /** The exception's class and the line of ours that it came from. */
        public String cause() {
            return cause;
        }

        /** The cause with its stack, a line for each frame. */
        public String text() {
            return text;
        }

        /** When it was met first. */
        public long firstEpochMs() {
            return firstEpochMs;
        }

        /** How often it was met. */
        public long count() {
            return count.get();
        }
    }

    public Faults(final EpochClock clock) {
        this.clock = clock;
    }

    /** Something threw that should not have. */
    public void onFault(final Throwable error) {
        count.incrementAndGet();
        final String cause = error.getClass().getName() + " at " + origin(error);
        Fault fault = faultByCause.get(cause);
        if (fault == null && faultByCause.size() < CAUSES_MAX) {
            final Fault fresh = new Fault(cause, error, clock.time());
            fault = faultByCause.putIfAbsent(cause, fresh);
            if (fault == null) {
                fault = fresh;
                unseen.add(fresh);
            }
        }
        if (fault != null) {
            fault.count.incrementAndGet();
        }
    }

    /** All that were met. */
    public long count() {
        return count.get();
    }

    /** Distinct causes, in no order. */
    public List<Fault> all() {
        return new ArrayList<>(faultByCause.values());
    }

    /** The next cause that nobody has been told of, or null. */
    public Fault pollUnseen() {
        return unseen.poll();
    }

    private static String origin(final Throwable error) {
        for (final StackTraceElement frame : error.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                return frame.toString();
            }
        }
        return error.getStackTrace().length == 0 ? "an unknown place" : error.getStackTrace()[0].toString();
    }

    private static String describe(final Throwable error) {
        final StringBuilder text = new StringBuilder();
        for (Throwable each = error; each != null; each = each.getCause()) {
            text.append(each == error ? "" : "caused by ").append(each.getClass().getName());
            if (each instanceof IllegalStateException && each.getMessage() != null) {
                text.append(": ").append(each.getMessage());
            }
            for (final StackTraceElement frame : each.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
