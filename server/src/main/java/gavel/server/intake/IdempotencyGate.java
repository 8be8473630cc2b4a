package gavel.server.intake;

import gavel.server.lead.Claim;
import gavel.server.lead.Lead;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one lead through for each idempotency key of a publisher. Any thread. Guarantees that of all requests with one
 * key, whichever loops they come to, one gets the claim and every other one finds it; a claim stays until the drain has
 * put the lead's answer into the index, so that there is no moment in between in which a key is unknown.
 */
public final class IdempotencyGate {
    private record Key(long high, long low) {
    }

    private final ConcurrentHashMap<Key, Claim> claimByKey = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int claimsMax;
    private final int waitersMax;

    /**
     * @param claimsMax  claims that are held at once; a further key is refused.
     * @param waitersMax repeats that wait for one lead.
     */
    public IdempotencyGate(final int claimsMax, final int waitersMax) {
        this.claimsMax = claimsMax;
        this.waitersMax = waitersMax;
    }

    /** Whether another claim can be held. */
    public boolean hasRoom() {
        return count.get() < claimsMax;
    }

    /**
     * Claims the lead's key for it.
     *
     * @return the lead's own claim, new, or the one that an earlier lead holds.
     */
    public Claim claim(final Lead lead) {
        final Key key = key(lead.keyHash());
        final Claim mine = new Claim(lead.id(), lead.bodyHash(), waitersMax);
        final Claim present = claimByKey.putIfAbsent(key, mine);
        if (present != null) {
            return present;
        }
        count.incrementAndGet();
        return mine;
    }

    /** The claim of a key, or null. */
    public Claim find(final byte[] keyHash) {
        return claimByKey.get(key(keyHash));
    }

    /** Gives a key up: its lead was refused, or its answer is in the index now. */
    public void forget(final byte[] keyHash) {
        if (claimByKey.remove(key(keyHash)) != null) {
            count.decrementAndGet();
        }
    }

    /** Claims that are held. */
    public int count() {
        return count.get();
    }

    private static Key key(final byte[] keyHash) {
        final ByteBuffer bytes = ByteBuffer.wrap(keyHash);
        return new Key(bytes.getLong(0), bytes.getLong(Long.BYTES));
    }
}
