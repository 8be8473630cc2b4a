package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportTable;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.server.buyer.BidTimes;
import gavel.server.ping.BidCurve;
import gavel.server.ping.PingTimeouts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What each buyer's bids are worth against the time that it is given, for {@code /timeouts}. Called by the threads of
 * the operators' port.
 */
final class TimeoutsPage implements Page {
    private static final List<String> PARAMETERS = List.of("buyer", "format");
    private static final List<Column> COLUMNS = List.of(new Column("buyer", Kind.TEXT, false),
            new Column("currency", Kind.TEXT, false), new Column("timeout_ms", Kind.TEXT, false),
            new Column("mark", Kind.TEXT, false), new Column("pings", Kind.COUNT, false),
            new Column("bids", Kind.COUNT, false), new Column("bids_percent", Kind.RATE, false),
            new Column("added", Kind.MONEY, false), new Column("added_percent", Kind.RATE, false),
            new Column("lost_per_1000_pings", Kind.MONEY, false));
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int NS_DIGITS = 6;
    /** One row for so many places of a time: a quarter of an octave. */
    private static final int PLACES_A_ROW = 4;

    private final List<BuyerConfig> buyers;
    private final PingTimeouts timeouts;

    TimeoutsPage(final List<BuyerConfig> buyers, final PingTimeouts timeouts) {
        this.buyers = buyers;
        this.timeouts = timeouts;
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(PARAMETERS);
        final ReportFormat format = ReportRequest.format(query.value("format"));
        final String id = query.value("buyer");
        if (id != null) {
            ReportRequest.requireBuyer(id, buyers);
        }
        final ReportTable table = new ReportTable();
        table.begin("timeouts, price against the time to answer a ping", COLUMNS);
        buyers.stream().filter(buyer -> id == null || buyer.id().equals(id)).forEach(buyer -> rows(buyer, table));
        table.note("as of late, and only of pings for which the buyer had all the time that it may ever have; what "
                + "would have come after that is seen only where the phase went on for others");
        return ReportRequest.reply(format, table);
    }

    private void rows(final BuyerConfig buyer, final ReportTable table) {
        final PingTimeouts.Cell cell = timeouts.cell(buyer);
        final BidCurve curve = cell.curve();
        final long inUseNs = cell.timeoutNs();
        final long bids = curve.all(BidTimes.Kind.BIDS);
        final long added = curve.all(BidTimes.Kind.MICROS);
        for (final long timeoutNs : timeouts(cell, curve, inUseNs)) {
            final long bidsWithin = curve.within(BidTimes.Kind.BIDS, timeoutNs);
            final long addedWithin = curve.within(BidTimes.Kind.MICROS, timeoutNs);
            table.row(new Object[] {buyer.id(), buyer.currency(), ms(timeoutNs), mark(cell, timeoutNs, inUseNs),
                curve.pings(), bidsWithin, ppm(bidsWithin, bids), addedWithin, ppm(addedWithin, added),
                curve.pings() == 0 ? null : (added - addedWithin) * 1_000 / curve.pings()});
        }
    }

    /** Those that mean something, and where bids came a few for each octave. */
    private static TreeSet<Long> timeouts(final PingTimeouts.Cell cell, final BidCurve curve, final long inUseNs) {
        final TreeSet<Long> timeouts = new TreeSet<>(List.of(inUseNs, cell.mostNs()));
        cell.rule().ifPresent(rule -> timeouts.add(rule.minNs()));
        final long all = curve.all(BidTimes.Kind.BIDS);
        long within = 0;
        for (int i = PLACES_A_ROW - 1; i < BidTimes.PLACES && within < all; i += PLACES_A_ROW) {
            final long timeoutNs = TimeUnit.MICROSECONDS.toNanos(BidTimes.endUs(i));
            within = curve.within(BidTimes.Kind.BIDS, timeoutNs);
            if (within > 0) {
                timeouts.add(timeoutNs);
            }
        }
        return timeouts;
    }

    private static String mark(final PingTimeouts.Cell cell, final long timeoutNs, final long inUseNs) {
        final List<String> marks = new ArrayList<>();
        if (timeoutNs == inUseNs) {
            marks.add("in use");
        }
        if (cell.rule().isPresent() && timeoutNs == cell.rule().get().minNs()) {
            marks.add("timeout_min");
        }
        if (timeoutNs == cell.mostNs()) {
            marks.add("most");
        }
        return String.join(", ", marks);
    }

    private static String ms(final long ns) {
        return BigDecimal.valueOf(ns, NS_DIGITS).stripTrailingZeros().toPlainString();
    }

    private static Long ppm(final long part, final long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).multiply(MILLION)
                .divideToIntegralValue(BigDecimal.valueOf(whole)).longValueExact();
    }
}
