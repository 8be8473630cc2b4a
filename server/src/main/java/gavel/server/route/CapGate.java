package gavel.server.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How much of each cap is taken. Any thread. Guarantees that what is reserved in a period, neither released nor
 * refused, is never more than the cap, however many loops reserve at once: a reservation is one compare-and-set.
 */
public final class CapGate {
    private final ConcurrentHashMap<String, Cell> cellByName = new ConcurrentHashMap<>();

    /** The cell of a cap; the same one for all who ask. */
    public Cell cell(final String name) {
        return cellByName.computeIfAbsent(name, key -> new Cell());
    }

    /**
     * What is taken of one cap, in its latest period; a new one begins at nothing. What is given back of a period that
     * is over is given to nobody.
     */
    public static final class Cell {
        /** The cap is reached. */
        public static final long REFUSED = -1;
        /** No cap; far enough from the end of numbers for what was paid in to be added. */
        public static final long UNLIMITED = Long.MAX_VALUE / 2;

        private final AtomicReference<Taken> latest = new AtomicReference<>(new Taken(0));

        /** What is taken in one period. */
        private static final class Taken {
            private final long period;
            private final AtomicLong amount = new AtomicLong();

            Taken(final long period) {
                this.period = period;
            }
        }

        /** Whether a reservation would now succeed; somebody else may come first. */
        public boolean hasRoom(final long period, final long amount, final long max) {
            final Taken taken = latest.get();
            return amount <= (taken.period < period ? max : max - taken.amount.get());
        }

        /**
         * Takes so much. Where the clock was set back over the beginning of a period, the one that was begun goes on,
         * so that no cap is filled twice.
         *
         * @param wanted a period, from 0.
         * @return the period of which it was taken, or REFUSED when it is more than is left.
         */
        public long reserve(final long wanted, final long amount, final long max) {
            final Taken taken = begin(wanted);
            while (true) {
                final long before = taken.amount.get();
                if (amount > max - before) {
                    return REFUSED;
                }
                if (taken.amount.compareAndSet(before, before + amount)) {
                    return taken.period;
                }
            }
        }

        /** Gives so much of that period back. */
        public void release(final long period, final long amount) {
            final Taken taken = latest.get();
            if (taken.period == period) {
                taken.amount.addAndGet(-amount);
            }
        }

        /** What is taken in that period. */
        public long taken(final long period) {
            final Taken taken = latest.get();
            return taken.period == period ? taken.amount.get() : 0;
        }

        private Taken begin(final long period) {
            Taken taken = latest.get();
            while (taken.period < period) {
                final Taken next = new Taken(period);
                taken = latest.compareAndSet(taken, next) ? next : latest.get();
            }
            return taken;
        }
    }
}
