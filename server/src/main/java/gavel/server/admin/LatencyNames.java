package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.server.lead.Stage;
import gavel.server.path.LeadLoop;
import gavel.server.runtime.LoopHistogram;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the times are called in {@code /latency} and in the log of latencies. Stateless; any thread. */
final class LatencyNames {
    static final String TOTAL = "total";
    static final String CLICK = "click";

    private LatencyNames() {
    }

    static String stage(final Stage stage) {
        return "stage." + stage.label();
    }

    static String ping(final String buyer) {
        return "buyer." + buyer + ".ping";
    }

    static String post(final String buyer) {
        return "buyer." + buyer + ".post";
    }

    /** Everything that the loops time. */
    static List<Series> series(final List<LeadLoop> loops, final List<BuyerConfig> buyers) {
        final List<Series> series = new ArrayList<>();
        series.add(series(TOTAL, loops, loop -> loop.timers().total()));
        for (final Stage stage : Stage.values()) {
            series.add(series(stage(stage), loops, loop -> loop.timers().stage(stage.ordinal())));
        }
        series.add(series(CLICK, loops, loop -> loop.timers().click()));
        for (int i = 0; i < buyers.size(); i++) {
            final int buyer = i;
            series.add(series(ping(buyers.get(i).id()), loops, loop -> loop.buyerStats()[buyer].ping()));
            series.add(series(post(buyers.get(i).id()), loops, loop -> loop.buyerStats()[buyer].post()));
        }
        return series;
    }

    private static Series series(final String name, final List<LeadLoop> loops,
                                 final Function<LeadLoop, LoopHistogram> histogram) {
        return new Series(name, loops.stream().map(histogram).toList());
    }
}
