package gavel.perf.load;

/**
 * How the visits of a run went, warm-up included.
 * Immutable.
 *
 * @param answered with a click id
 * @param failed   without one
 * @param notSent  because every connection was in use
 * @param late     leads that went without the click id that they were meant to carry, whatever the reason
 * @param problem  the first failure, or null
 */
public record ClickCounts(long sent, long answered, long failed, long notSent, long late, String problem) {
    static final ClickCounts NONE = new ClickCounts(0, 0, 0, 0, 0, null);
}
