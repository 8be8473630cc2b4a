package gavel.persist.keys;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Keys that are ready for one loop, so that it waits for no disk. Two queues: the agent of the keys fills one and
 * empties the other, the loop does the reverse.
 */
public final class LoopKeys {
    private final OneToOneConcurrentArrayQueue<DataKey> ready;
    private final OneToOneConcurrentArrayQueue<DataKey> used;

    /**
     * @param capacity keys that are ready at most: at least the leads that may run.
     */
    LoopKeys(final int capacity) {
        this.ready = new OneToOneConcurrentArrayQueue<>(capacity);
        this.used = new OneToOneConcurrentArrayQueue<>(capacity);
    }

    /** How many the loop may take. Never less than it saw before, but for those that it took. */
    public int ready() {
        return ready.size();
    }

    /** For the loop: a key whose slot is forced, or null. */
    public DataKey take() {
        return ready.poll();
    }

    /** For the loop: a key that encrypted. */
    public void giveBack(final DataKey key) {
        used.offer(key);
    }

    /** For the agent: how many it may add. */
    int room() {
        return ready.capacity() - ready.size();
    }

    int capacity() {
        return ready.capacity();
    }

    /** For the agent: one that the loop gave back, or null. */
    DataKey spare() {
        return used.poll();
    }

    /** For the agent, which asked for room. */
    void add(final DataKey key) {
        if (!ready.offer(key)) {
            throw new IllegalStateException("more keys than there is room for");
        }
    }
}
