package gavel.server.lead;

import java.util.ArrayList;
import java.util.List;

/**
 * A lead's hold on its idempotency key, and who waits for its answer. Any thread; the lock is held for a few
 * instructions only.
 */
public final class Claim {
    /** Told of an answer, on whatever thread the lead ends: it must go to its own loop by itself. */
    public interface Waiter {
        /** The answer is there; null when the lead was refused and nothing was decided. */
        void onAnswer(byte[] answer);
    }

    private final long leadId;
    private final long bodyHash;
    private final int waitersMax;
    private List<Waiter> waiters = new ArrayList<>(1);
    private byte[] answer;

    /** The hold of a lead on its key. */
    public Claim(final long leadId, final long bodyHash, final int waitersMax) {
        this.leadId = leadId;
        this.bodyHash = bodyHash;
        this.waitersMax = waitersMax;
    }

    /** Id of the lead that holds it. */
    public long leadId() {
        return leadId;
    }

    /** Whether a request's body is the one that the key was claimed with. */
    public boolean isFor(final long otherBodyHash) {
        return bodyHash == otherBodyHash;
    }

    /** Waits for the answer, or is told of it at once; false when too many wait already. */
    public boolean await(final Waiter waiter) {
        final byte[] ready;
        synchronized (this) {
            if (waiters != null) {
                return waiters.size() < waitersMax && waiters.add(waiter);
            }
            ready = answer;
        }
        waiter.onAnswer(ready);
        return true;
    }

    /** Tells all who wait, now and later. */
    public void complete(final byte[] bytes) {
        final List<Waiter> told;
        synchronized (this) {
            if (waiters == null) {
                return;
            }
            told = waiters;
            waiters = null;
            answer = bytes;
        }
        for (final Waiter waiter : told) {
            waiter.onAnswer(bytes);
        }
    }
}
