package gavel.server.admin;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percentiles of everything that is timed, for {@code /latency}. Called by the threads of the operators' port. */
final class LatencyPage implements Page {
    private final StatsAgent stats;

    LatencyPage(final StatsAgent stats) {
        this.stats = stats;
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(List.of());
        final Map<String, Object> byName = new LinkedHashMap<>();
        stats.snapshot().timesByName().forEach((name, times) -> byName.put(name,
                JsonBody.object("run", percentiles(times.run()), "last_minute", percentiles(times.minute()))));
        return Reply.json(Reply.OK, JsonBody.object("unit", "us", "times", byName));
    }

    private static Map<String, Object> percentiles(final Histogram histogram) {
        return JsonBody.object("count", histogram.getTotalCount(),
                "p50", histogram.getValueAtPercentile(50),
                "p90", histogram.getValueAtPercentile(90),
                "p99", histogram.getValueAtPercentile(99),
                "p99.9", histogram.getValueAtPercentile(99.9),
                "max", histogram.getMaxValue());
    }
}
