package gavel.persist.record;

/**
 * Gives ids, each higher than the one before. Confined to one thread (a loop, or the one that stands for all other
 * threads). Time never runs back: it is the later of the last one used and the clock, and a full millisecond borrows
 * the next one, so that nothing ever waits.
 */
public final class IdSource {
    private final int node;
    private final int loop;
    private long lastMs;
    private int sequence = -1;

    /**
     * @param highestId the highest id that any earlier run gave, or 0; this source begins above it.
     */
    public IdSource(final int node, final int loop, final long highestId) {
        this.node = node;
        this.loop = loop;
        this.lastMs = Ids.epochMs(highestId) + 1;
    }

    /** The next id. */
    public long next(final long epochMs) {
        if (epochMs > lastMs) {
            lastMs = epochMs;
            sequence = 0;
        } else if (++sequence == Ids.SEQUENCES) {
            lastMs++;
            sequence = 0;
        }
        return Ids.id(lastMs, node, loop, sequence);
    }
}
