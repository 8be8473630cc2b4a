package gavel.server.route;

import gavel.config.BuyerConfig;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The share as the page about breakers says it, from a list of all that ever happened. One thread. */
final class NaiveBreaker {
    private record Event(String kind, long part) {
    }

    private final BuyerConfig.Breaker config;
    private final List<Event> events = new ArrayList<>();

    NaiveBreaker(final BuyerConfig.Breaker config) {
        this.config = config;
    }

    void add(final String kind, final long nowNs) {
        events.add(new Event(kind, part(nowNs)));
    }

    private long part(final long nowNs) {
        return Math.floorDiv(nowNs, config.windowNs() / 10);
    }

    private BigDecimal count(final String kind, final long nowNs, final int windows) {
        final long now = part(nowNs);
        return BigDecimal.valueOf(events.stream().filter(event -> event.kind.equals(kind) && event.part < now
                && event.part >= now - 10L * windows).count());
    }

    /** In millionths, rounded down. */
    int sharePpm(final long nowNs) {
        final BigDecimal good = count("good", nowNs, 1);
        final BigDecimal pings = good.add(count("failed", nowNs, 1)).add(count("skipped", nowNs, 1));
        final BigDecimal asked = count("good", nowNs, 6).add(count("failed", nowNs, 6));
        final BigDecimal postGood = count("post good", nowNs, 6);
        final BigDecimal posts = postGood.add(count("post failed", nowNs, 6));
        final BigDecimal whole = asked.signum() == 0 ? BigDecimal.ZERO : posts.add(posts
                .multiply(count("skipped", nowNs, 6)).divide(asked, 0, RoundingMode.DOWN));
        final long share = Math.max(share(pings, good, config.callsMin()), share(whole, postGood, config.postsMin()));
        return (int) Math.min(config.skipMaxPpm(), share);
    }

    private long share(final BigDecimal calls, final BigDecimal good, final long min) {
        if (calls.signum() == 0) {
            return 0;
        }
        final BigDecimal accepted = BigDecimal.ONE.subtract(BigDecimal.valueOf(config.failureRatePpm(), 6));
        final BigDecimal over = calls.subtract(BigDecimal.valueOf(min))
                .subtract(good.divide(accepted, new MathContext(40)).setScale(0, RoundingMode.DOWN));
        return Math.max(0, over.movePointRight(6).divide(calls, 0, RoundingMode.DOWN).longValueExact());
    }
}
