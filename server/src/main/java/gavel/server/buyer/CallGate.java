package gavel.server.buyer;

import gavel.config.BuyerConfig;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls to each buyer that are under way, over all loops. Any thread. Guarantees that they are never more than the
 * buyer's limit, and pings never more than leave a quarter of it to posts, however many loops begin calls at once:
 * beginning one is one compare-and-set. Nobody waits for a place.
 */
public final class CallGate {
    private final ConcurrentHashMap<String, Cell> cellByBuyer = new ConcurrentHashMap<>();

    /** The cell of a buyer; the same one for all who ask. */
    public Cell cell(final BuyerConfig buyer) {
        return cellByBuyer.computeIfAbsent(buyer.id(), id -> new Cell(buyer.callsMax()));
    }

    /** One buyer's calls. */
    public static final class Cell {
        /**
         * One in so many calls is left to posts: a lead that was won should not be lost to pings that hang. Fewer lose
         * leads of a slow buyer; more leave room unused.
         */
        private static final int POSTS_PART = 4;

        private final int max;
        private final int pingsMax;
        private final AtomicInteger calls = new AtomicInteger();

        /**
         * @param max 0 for no limit, and then nothing is counted.
         */
        Cell(final int max) {
            this.max = max;
            this.pingsMax = max - max / POSTS_PART;
        }

        /** Takes a place for a call; false when there is none. */
        boolean enter(final boolean posting) {
            if (max == 0) {
                return true;
            }
            final int limit = posting ? max : pingsMax;
            while (true) {
                final int seen = calls.get();
                if (seen >= limit) {
                    return false;
                }
                if (calls.compareAndSet(seen, seen + 1)) {
                    return true;
                }
            }
        }

        /** Gives the place of a call back. */
        void leave() {
            if (max > 0) {
                calls.decrementAndGet();
            }
        }

        /** Places that are taken. */
        int count() {
            return calls.get();
        }
    }
}
