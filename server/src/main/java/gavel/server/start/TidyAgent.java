package gavel.server.start;

import gavel.server.path.SharedParts;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;

/**
 * Lets what is remembered for a time only be forgotten when its time has come, also while nothing new comes in. Runs on
 * the drain's thread, because that one writes the indexes.
 */
final class TidyAgent implements Agent {
    private static final long INTERVAL_MS = 20;

    private final SharedParts shared;
    private final EpochClock clock;
    private long nextMs;

    TidyAgent(final SharedParts shared, final EpochClock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /** Never counts as work: the drain rests as long as it would without it. */
    @Override
    public int doWork() {
        final long nowMs = clock.time();
        if (nowMs >= nextMs || nowMs < nextMs - INTERVAL_MS) {
            nextMs = nowMs + INTERVAL_MS;
            shared.answers().tidy(nowMs);
            shared.duplicates().tidy(nowMs);
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "tidy";
    }
}
