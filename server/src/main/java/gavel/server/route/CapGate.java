package gavel.server.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sales per campaign and day. Any thread. Guarantees that of all reservations of a day that are neither released nor
 * refused there are never more than the cap, however many loops reserve at once: a reservation is one compare-and-set.
 */
public final class CapGate {
    private final ConcurrentHashMap<String, Cell> cellByCampaign = new ConcurrentHashMap<>();

    /** The cell of a campaign; the same one for all who ask. */
    public Cell cell(final String campaignId) {
        return cellByCampaign.computeIfAbsent(campaignId, id -> new Cell());
    }

    /**
     * One campaign's count: the day in the upper 24 bits, the reservations of that day in the lower 40. A new day
     * starts the count anew; a reservation of a day that is over is not given back to another.
     */
    public static final class Cell {
        /** No cap. */
        public static final long UNLIMITED = 0;
        /** The cap is reached. */
        public static final long REFUSED = -1;
        private static final int COUNT_BITS = 40;
        private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

        private final AtomicLong cell = new AtomicLong();

        /** Whether a reservation would now succeed; somebody else may come first. */
        public boolean hasRoom(final long day, final long cap) {
            return cap == UNLIMITED || count(Math.max(day, cell.get() >>> COUNT_BITS)) < cap;
        }

        /**
         * Takes one of the day's places. Where the clock was set back over midnight, the day that was begun goes on, so
         * that no cap is filled twice.
         *
         * @return the day whose place was taken, or REFUSED when the cap is reached.
         */
        public long reserve(final long wantedDay, final long cap) {
            while (true) {
                final long seen = cell.get();
                final long day = Math.max(wantedDay, seen >>> COUNT_BITS);
                final long count = seen >>> COUNT_BITS == day ? seen & COUNT_MASK : 0;
                if (cap != UNLIMITED && count >= cap) {
                    return REFUSED;
                }
                if (cell.compareAndSet(seen, day << COUNT_BITS | count + 1)) {
                    return day;
                }
            }
        }

        /** Gives a place of that day back. */
        public void release(final long day) {
            while (true) {
                final long seen = cell.get();
                if (seen >>> COUNT_BITS != day || (seen & COUNT_MASK) == 0
                        || cell.compareAndSet(seen, seen - 1)) {
                    return;
                }
            }
        }

        /** Places taken on that day. */
        public long count(final long day) {
            final long seen = cell.get();
            return seen >>> COUNT_BITS == day ? seen & COUNT_MASK : 0;
        }
    }
}
