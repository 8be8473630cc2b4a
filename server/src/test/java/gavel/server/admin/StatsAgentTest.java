package gavel.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.server.runtime.LoopHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent by hand: the clock is a long. */
final class StatsAgentTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final LoopHistogram first = new LoopHistogram();
    private final LoopHistogram second = new LoopHistogram();
    @TempDir
    private Path dir;
    private long nowNs;

    private StatsAgent agent(final long maxBytes) {
        final StatsAgent agent = new StatsAgent(List.of(new Series("total", List.of(first, second)),
                new Series("buyer.acme.ping", List.of(new LoopHistogram()))),
                new LatencyLog(dir.resolve("latency.hlog"), maxBytes),
                () -> nowNs, () -> 1_795_000_000_000L + nowNs / 1_000_000);
        agent.onStart();
        return agent;
    }

    private void tick(final StatsAgent agent) {
        nowNs += SECOND_NS;
        assertEquals(1, agent.doWork());
    }

    @Test
    void shouldMergeTheLoopsOnceASecond() {
        final StatsAgent agent = agent(1 << 20);
        first.record(100_000);
        second.record(200_000);
        assertEquals(0, agent.doWork());
        assertEquals(0, agent.snapshot().times("total").run().getTotalCount());
        tick(agent);
        final LatencySnapshot.Times times = agent.snapshot().times("total");
        assertEquals(2, times.run().getTotalCount());
        assertEquals(2, times.minute().getTotalCount());
        assertTrue(times.run().valuesAreEquivalent(200, times.run().getMaxValue()));
    }

    @Test
    void shouldForgetInTheMinuteWhatTheRunKeeps() {
        final StatsAgent agent = agent(1 << 20);
        first.record(100_000);
        for (int i = 0; i < 50; i++) {
            tick(agent);
        }
        assertEquals(1, agent.snapshot().times("total").minute().getTotalCount());
        for (int i = 0; i < 11; i++) {
            tick(agent);
        }
        assertEquals(0, agent.snapshot().times("total").minute().getTotalCount());
        assertEquals(1, agent.snapshot().times("total").run().getTotalCount());
    }

    @Test
    void shouldLogIntervalsThatTheToolsRead() throws IOException {
        final StatsAgent agent = agent(1 << 20);
        for (int i = 0; i < 3; i++) {
            first.record(50_000);
            second.record(70_000);
            tick(agent);
        }
        tick(agent);
        first.record(90_000);
        agent.onClose();
        assertEquals(Map.of("total", 7L), countByTag(dir.resolve("latency.hlog")));
    }

    @Test
    void shouldKeepTheLogOfAnEarlierRun() throws IOException {
        for (int run = 0; run < 2; run++) {
            final StatsAgent agent = agent(1 << 20);
            first.record(50_000);
            tick(agent);
            agent.onClose();
        }
        assertEquals(Map.of("total", 2L), countByTag(dir.resolve("latency.hlog")));
    }

    @Test
    void shouldBeginANewLogWhenItIsLarge() throws IOException {
        final StatsAgent agent = agent(700);
        for (int i = 0; i < 6; i++) {
            first.record(50_000);
            tick(agent);
        }
        agent.onClose();
        assertTrue(Files.exists(dir.resolve("latency.hlog.1")));
        assertTrue(Files.size(dir.resolve("latency.hlog")) < 1400);
        assertFalse(agent.isLogFailed());
    }

    @Test
    void shouldGoOnWithoutALogWhenItCannotBeWritten() throws IOException {
        Files.createDirectory(dir.resolve("latency.hlog"));
        final StatsAgent agent = agent(1 << 20);
        first.record(50_000);
        tick(agent);
        assertTrue(agent.isLogFailed());
        assertEquals(1, agent.snapshot().times("total").run().getTotalCount());
        agent.onClose();
    }

    private static Map<String, Long> countByTag(final Path file) throws IOException {
        final Map<String, Long> counts = new HashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram interval = reader.nextIntervalHistogram();
            while (interval != null) {
                counts.merge(interval.getTag(), ((Histogram) interval).getTotalCount(), Long::sum);
                assertTrue(interval.getStartTimeStamp() >= 1_795_000_000_000L);
                interval = reader.nextIntervalHistogram();
            }
        }
        return counts;
    }
}
