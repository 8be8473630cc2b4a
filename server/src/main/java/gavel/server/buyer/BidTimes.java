package gavel.server.buyer;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the bids of one buyer were worth by how long they took, of pings for which it had all the time that it may ever
 * have. Written by one loop; read by anyone. It only grows: who wants to know of a span of time takes two readings.
 *
 * <p>Times are told apart to a sixteenth of an octave, from 64 microseconds to 67 seconds.
 */
public final class BidTimes {
    /** Numbers of one reading. */
    public static final int SIZE;
    /** Places that times have. */
    public static final int PLACES;

    private static final int STEP_BITS = 6;
    private static final int PART_BITS = 4;
    private static final int PARTS = 1 << PART_BITS;
    private static final int LAST_US = (1 << 26) - 1;
    private static final int PINGS = 0;

    static {
        PLACES = place(LAST_US) + 1;
        SIZE = 1 + Kind.values().length * PLACES;
    }

    private final AtomicLongArray counts = new AtomicLongArray(SIZE);

    /** What is counted at each place. */
    public enum Kind {
        /** Bids. */
        BIDS,
        /** Bids that added something to the price. */
        WINS,
        /** What they added, in micro-units. */
        MICROS;

        /** Where it stands in a reading. */
        int index(final int place) {
            return 1 + ordinal() * PLACES + place;
        }
    }

    /** A ping had all the time that the buyer may have. */
    public void onPing() {
        add(PINGS, 1);
    }

    /** It was answered by a bid. */
    public void onBid(final int elapsedUs, final long addedMicros) {
        final int place = place(elapsedUs);
        add(Kind.BIDS.index(place), 1);
        if (addedMicros > 0) {
            add(Kind.WINS.index(place), 1);
            add(Kind.MICROS.index(place), addedMicros);
        }
    }

    private void add(final int index, final long more) {
        counts.lazySet(index, counts.get(index) + more);
    }

    /** Adds what is counted by now to a reading, so that loops can be summed. */
    public void addTo(final long[] reading) {
        for (int i = 0; i < SIZE; i++) {
            reading[i] += counts.get(i);
        }
    }

    /** Pings of a reading. */
    public static long pings(final long[] reading) {
        return reading[PINGS];
    }

    /** What a reading has of a kind at a place. */
    public static long at(final long[] reading, final Kind kind, final int place) {
        return reading[kind.index(place)];
    }

    /** The place of a time: linear below a millisecond, from there on the four bits behind the highest. */
    public static int place(final long us) {
        final int steps = (int) Math.max(0, Math.min(us, LAST_US)) >> STEP_BITS;
        final int octave = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(steps) - PART_BITS - 1);
        return (octave << PART_BITS) + (steps >> octave);
    }

    /** The first microsecond behind a place. */
    public static long endUs(final int place) {
        final int octave = Math.max(0, (place >> PART_BITS) - 1);
        return (long) (place - (octave << PART_BITS) + 1) << octave + STEP_BITS;
    }
}
