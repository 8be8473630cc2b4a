package gavel.server.runtime;

/** Time of each stage and of the whole, on one loop. Recorded by that loop; read by the stats agent. */
public final class StageTimers {
    private final LoopHistogram[] stages;
    private final LoopHistogram total = new LoopHistogram();
    private final LoopHistogram click = new LoopHistogram();

    /**
     * @param stageCount how many stages there are, by their place.
     */
    public StageTimers(final int stageCount) {
        stages = new LoopHistogram[stageCount];
        for (int i = 0; i < stageCount; i++) {
            stages[i] = new LoopHistogram();
        }
    }

    /** A stage, by its place. */
    public LoopHistogram stage(final int stage) {
        return stages[stage];
    }

    /** First byte of the request to the answer being written. */
    public LoopHistogram total() {
        return total;
    }

    /** First byte of a click's request to its redirect being written. */
    public LoopHistogram click() {
        return click;
    }
}
