package gavel.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.ServerConfig;
import gavel.server.buyer.BuyerStats;
import gavel.server.catalog.SampleConfig;
import gavel.server.ping.PingTimeouts;
import gavel.server.ping.TimeoutAgent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The report of price against timeout, row by row. */
final class TimeoutsPageTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldShowWhatEachTimeKeepsAndWhatItLoses() throws IOException {
        final SampleConfig sample = new SampleConfig();
        sample.adaptive = Optional.of(new AdaptiveTimeout(20 * MS, 900_000));
        final BuyerConfig buyer = sample.buyer();
        final PingTimeouts timeouts =
                new PingTimeouts(new ServerConfig.Ping(120 * MS, 1, 1, 1, Optional.empty()));
        final BuyerStats stats = new BuyerStats();
        final TimeoutAgent agent = new TimeoutAgent(new PingTimeouts.Cell[] {timeouts.cell(buyer)},
                List.<BuyerStats[]>of(new BuyerStats[] {stats}), () -> 0);
        for (int i = 0; i < 2_000; i++) {
            stats.bidTimes().onPing();
        }
        for (int i = 0; i < 1_000; i++) {
            stats.bidTimes().onBid(30_000, 2_000_000);
        }
        for (int i = 0; i < 250; i++) {
            stats.bidTimes().onBid(40_000, 400_000);
        }
        agent.doWork();
        final TimeoutsPage page = new TimeoutsPage(List.of(buyer), timeouts);
        assertEquals(List.of(
                "buyer,currency,timeout_ms,mark,pings,bids,bids_percent,added,added_percent,lost_per_1000_pings",
                "acme,USD,20,timeout_min,2000,0,0.00,0.00,0.00,1050.00",
                "acme,USD,30.72,in use,2000,1000,80.00,2000.00,95.24,50.00",
                "acme,USD,32.768,,2000,1000,80.00,2000.00,95.24,50.00",
                "acme,USD,40.96,,2000,1250,100.00,2100.00,100.00,0.00",
                "acme,USD,120,most,2000,1250,100.00,2100.00,100.00,0.00"), text(page, "csv").lines().toList());
        assertFalse(text(page, "text").contains("total"), "times are no amounts that add up");
    }

    private static String text(final TimeoutsPage page, final String format) throws IOException {
        final StringBuilder out = new StringBuilder();
        page.reply(new Query(Map.of("format", format))).body().write(out);
        return out.toString();
    }
}
