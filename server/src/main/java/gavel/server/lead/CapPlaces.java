package gavel.server.lead;

import java.util.Arrays;

/**
 * What one post holds under the caps that concern it: how much, and in which periods. Confined to whoever owns it, a
 * lead or the starting thread. The caps themselves are elsewhere, always in one order.
 */
public final class CapPlaces {
    private long[] periods = new long[8];
    private int count;
    private long priceMicros;
    private long payoutMicros;

    /** Begins to hold places for a sale at that price and payout. */
    public void begin(final long newPriceMicros, final long newPayoutMicros) {
        priceMicros = newPriceMicros;
        payoutMicros = newPayoutMicros;
        count = 0;
    }

    /** Holds one under the next cap. */
    public void add(final long period) {
        if (count == periods.length) {
            periods = Arrays.copyOf(periods, 2 * count);
        }
        periods[count++] = period;
    }

    /** Places held. */
    public int count() {
        return count;
    }

    /** Period of the place under a cap. */
    public long period(final int place) {
        return periods[place];
    }

    /** What the buyer would owe. */
    public long priceMicros() {
        return priceMicros;
    }

    /** What we would owe the publisher. */
    public long payoutMicros() {
        return payoutMicros;
    }
}
