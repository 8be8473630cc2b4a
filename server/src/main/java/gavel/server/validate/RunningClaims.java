package gavel.server.validate;

import org.agrona.collections.LongHashSet;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Identities of people whose leads are running. Any thread; each of its sets has a lock that is held for a few
 * instructions. In sets that forget one by one, because most leads are not sold and leave nothing to remember.
 */
final class RunningClaims {
    private static final int STRIPES = 64;
    private static final int USUAL_PER_STRIPE = 64;

    private final LongHashSet[] stripes = new LongHashSet[STRIPES];
    private final AtomicInteger count = new AtomicInteger();

    RunningClaims() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new LongHashSet(USUAL_PER_STRIPE);
        }
    }

    /** Takes an identity; false when it is taken. */
    boolean add(final long identity) {
        final LongHashSet stripe = stripe(identity);
        synchronized (stripe) {
            if (!stripe.add(identity)) {
                return false;
            }
        }
        count.incrementAndGet();
        return true;
    }

    /** Gives an identity back. */
    void remove(final long identity) {
        final LongHashSet stripe = stripe(identity);
        synchronized (stripe) {
            if (!stripe.remove(identity)) {
                return;
            }
        }
        count.decrementAndGet();
    }

    /** Identities that are taken. */
    int count() {
        return count.get();
    }

    private LongHashSet stripe(final long identity) {
        return stripes[(int) (identity >>> 58)];
    }
}
