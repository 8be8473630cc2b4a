package gavel.server.admin;

import gavel.server.runtime.LoopHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

import java.util.List;

/**
 * Times of one thing over all loops: of the second that has passed, of the last minute, of the whole run. Confined to
 * the stats agent, which guards what is read by others. The minute is kept in slots of ten seconds, packed: sixty
 * slots for each of hundreds of buyers would be more memory than the server.
 */
final class Series {
    private static final int SLOTS = 6;
    private static final int TAKES_PER_SLOT = 10;

    private final String name;
    private final List<LoopHistogram> sources;
    private final Histogram interval = empty();
    private final Histogram run = empty();
    private final PackedHistogram[] slots = new PackedHistogram[SLOTS];
    private int takes;

    /**
     * @param name    as it stands in the log of latencies: no commas and no spaces.
     * @param sources one of each loop.
     */
    Series(final String name, final List<LoopHistogram> sources) {
        this.name = name;
        this.sources = sources;
        interval.setTag(name);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new PackedHistogram(LoopHistogram.MAX_US, LoopHistogram.DIGITS);
        }
    }

    private static Histogram empty() {
        return new Histogram(LoopHistogram.MAX_US, LoopHistogram.DIGITS);
    }

    String name() {
        return name;
    }

    /** Takes what the loops recorded since the last call; good until the next one. */
    Histogram take() {
        interval.reset();
        interval.setTag(name);
        for (final LoopHistogram source : sources) {
            interval.add(source.interval());
        }
        final int slot = takes / TAKES_PER_SLOT % SLOTS;
        if (takes % TAKES_PER_SLOT == 0) {
            slots[slot].reset();
        }
        takes++;
        if (interval.getTotalCount() > 0) {
            slots[slot].add(interval);
            run.add(interval);
        }
        return interval;
    }

    /** What was taken so far, as it is now. */
    LatencySnapshot.Times times() {
        final Histogram minute = empty();
        for (final PackedHistogram slot : slots) {
            minute.add(slot);
        }
        return new LatencySnapshot.Times(run.copy(), minute);
    }
}
