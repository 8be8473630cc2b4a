package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.config.Cap;
import gavel.persist.DataDirectory;
import gavel.persist.drain.DrainAgent;
import gavel.persist.drain.LoopRecords;
import gavel.persist.ledger.SettleAgent;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.PostOutcome;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Stage;
import gavel.server.path.LeadLoop;
import gavel.server.path.StatusAgent;
import gavel.server.route.PartyCap;
import gavel.server.runtime.Build;
import gavel.server.runtime.Counter;
import org.agrona.concurrent.EpochNanoClock;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** All figures for Prometheus, for {@code /metrics}; made when it is asked. Used by the operators' port. */
final class MetricsPage implements Page {
    private final AdminParts parts;
    private final Readiness readiness;
    private final Figures figures;
    private final StatsAgent stats;
    private final CapsPage caps;
    private final EpochNanoClock clock;

    MetricsPage(final AdminParts parts, final Readiness readiness, final Figures figures, final StatsAgent stats,
                final CapsPage caps, final EpochNanoClock clock) {
        this.parts = parts;
        this.readiness = readiness;
        this.figures = figures;
        this.stats = stats;
        this.caps = caps;
        this.clock = clock;
    }

    /** Name of a counter: its label in the way of Prometheus. */
    static String name(final Counter counter) {
        return "gavel_" + counter.label().replace('.', '_') + "_total";
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(List.of());
        final MetricsText text = new MetricsText();
        text.begin(Metric.BUILD).sample(1, "version", Build.VERSION);
        text.one(Metric.READY, readiness.reason() == LeadReason.NONE);
        for (final Counter counter : Counter.values()) {
            text.begin(name(counter), Metric.Type.COUNTER, counter.sentence()).sample(figures.count(counter));
        }
        text.begin(Metric.REASONS);
        for (final LeadReason reason : LeadReason.values()) {
            if (reason != LeadReason.NONE) {
                text.sample(figures.reason(reason), "code", Integer.toString(reason.code()), "reason",
                        lower(reason.name()));
            }
        }
        times(text);
        buyers(text);
        buyerGauges(text);
        caps(text);
        records(text);
        ledger(text);
        process(text);
        return Reply.text(MetricsText.CONTENT_TYPE, text.toString());
    }

    private void times(final MetricsText text) {
        final LatencySnapshot snapshot = stats.snapshot();
        text.begin(Metric.STAGE);
        for (final Stage stage : Stage.values()) {
            text.times(snapshot.times(LatencyNames.stage(stage)).run(), "stage", stage.label());
        }
        text.begin(Metric.LEAD).times(snapshot.times(LatencyNames.TOTAL).run());
        text.begin(Metric.CLICK).times(snapshot.times(LatencyNames.CLICK).run());
        times(text, Metric.BUYER_PING, snapshot, LatencyNames::ping);
        times(text, Metric.BUYER_POST, snapshot, LatencyNames::post);
    }

    private void times(final MetricsText text, final Metric metric, final LatencySnapshot snapshot,
                       final Function<String, String> name) {
        text.begin(metric);
        for (final BuyerConfig buyer : parts.config().buyers()) {
            text.times(snapshot.times(name.apply(buyer.id())).run(), "buyer", buyer.id());
        }
    }

    private void buyers(final MetricsText text) {
        text.begin(Metric.BUYER_PINGS);
        for (final PingStatus status : PingStatus.values()) {
            if (status != PingStatus.ASKED) {
                buyer(text, "status", status.label(), stats -> stats.pings(status));
            }
        }
        text.begin(Metric.BUYER_POSTS);
        for (final PostStatus status : PostStatus.values()) {
            buyer(text, "status", status.label(), stats -> stats.posts(status));
        }
        text.begin(Metric.BUYER_CONNECTIONS);
        for (final BuyerStats.Event event : BuyerStats.Event.values()) {
            buyer(text, "event", lower(event.name()), stats -> stats.connections(event));
        }
    }

    private void buyerGauges(final MetricsText text) {
        text.begin(Metric.BUYER_SKIP);
        for (final BuyerConfig buyer : parts.config().buyers()) {
            text.share(figures.skipPpm(buyer), "buyer", buyer.id());
        }
        text.begin(Metric.BUYER_TIMEOUT);
        for (final BuyerConfig buyer : parts.config().buyers()) {
            text.us(parts.shared().timeouts().cell(buyer).timeoutNs() / 1_000, "buyer", buyer.id());
        }
        buyerGauge(text, Metric.BUYER_CALLS, BuyerStats::callsOpen);
        buyerGauge(text, Metric.BUYER_OPEN, BuyerStats::connectionsOpen);
    }

    private void buyerGauge(final MetricsText text, final Metric metric, final ToLongFunction<BuyerStats> value) {
        text.begin(metric);
        final List<BuyerConfig> buyers = parts.config().buyers();
        for (int i = 0; i < buyers.size(); i++) {
            text.sample(figures.ofBuyer(i, value), "buyer", buyers.get(i).id());
        }
    }

    private void buyer(final MetricsText text, final String label, final String value,
                       final ToLongFunction<BuyerStats> count) {
        final List<BuyerConfig> buyers = parts.config().buyers();
        for (int i = 0; i < buyers.size(); i++) {
            text.sample(figures.ofBuyer(i, count), "buyer", buyers.get(i).id(), label, value);
        }
    }

    private void caps(final MetricsText text) {
        final List<CapsPage.Use> uses = caps.uses();
        text.begin(Metric.CAP_TAKEN);
        uses.forEach(use -> cap(text, use.cap(), use.taken()));
        text.begin(Metric.CAP_MOST);
        uses.forEach(use -> cap(text, use.cap(), use.cap().cap().max()));
    }

    private void cap(final MetricsText text, final PartyCap cap, final long amount) {
        final String[] labels = {"of", CapsPage.lower(cap.of()), "id", cap.id(), "unit", caps.unit(cap), "per",
            CapsPage.lower(cap.cap().per())};
        if (cap.cap().unit() == Cap.Unit.LEADS) {
            text.sample(amount, labels);
        } else {
            text.money(amount, labels);
        }
    }

    private void records(final MetricsText text) {
        text.one(Metric.UNKNOWN, parts.unknown().posts().count());
        text.ms(Metric.UNKNOWN_OLDEST, parts.unknown().posts().oldestNs(clock.nanoTime()) / 1_000_000);
        text.begin(Metric.UNKNOWN_ENDED);
        for (final PostOutcome outcome : UnknownAction.OUTCOMES) {
            for (final FoundBy by : FoundBy.values()) {
                text.sample(parts.unknown().count(outcome, by), "outcome", lower(outcome.name()), "found_by",
                        lower(by.name()));
            }
        }
        text.begin(Metric.STATUS_ASKED);
        for (final String buyer : parts.status().buyers()) {
            for (final StatusAgent.Outcome outcome : StatusAgent.Outcome.values()) {
                text.sample(parts.status().count(buyer, outcome), "buyer", buyer, "outcome",
                        outcome.name().toLowerCase(Locale.ROOT));
            }
        }
        text.one(Metric.RUNNING, figures.running());
        perLoop(text, Metric.OUTSTANDING, loop -> loop.records().outstanding());
        perLoop(text, Metric.ALLOCATED, loop -> Machine.allocatedBytes(loop.threadId()));
        text.begin(Metric.CREDITS);
        for (int i = 0; i < parts.loops().size(); i++) {
            final LoopRecords records = parts.loops().get(i).records();
            text.sample(records.credits(), "loop", Integer.toString(i), "map", "sales");
            text.sample(records.clickCredits(), "loop", Integer.toString(i), "map", "clicks");
        }
        perLoop(text, Metric.LONG_REFUSED, loop -> loop.records().longRefused());
        final DrainAgent drain = parts.store().drain();
        text.one(Metric.FORCED, drain.forcedSequence());
        text.one(Metric.FORCES, drain.forces());
        text.one(Metric.RECORDS_FORCED, drain.recordsForced());
        text.one(Metric.CONTROL_WAITING, drain.control().size());
        text.one(Metric.JOURNAL_BYTES, Machine.bytesOf(new DataDirectory(parts.dataDir()).journal(),
                DataDirectory.SEGMENT_SUFFIX));
    }

    private void perLoop(final MetricsText text, final Metric metric, final ToLongFunction<LeadLoop> value) {
        text.begin(metric);
        for (int i = 0; i < parts.loops().size(); i++) {
            text.sample(value.applyAsLong(parts.loops().get(i)), "loop", Integer.toString(i));
        }
    }

    private void ledger(final MetricsText text) {
        final SettleAgent settle = parts.settle();
        text.one(Metric.LEDGER_POSITION, settle.position());
        text.one(Metric.LEDGER_LAG, settle.lag(parts.store().forcedSequence()));
        text.one(Metric.LEDGER_SALES, settle.sales());
        text.one(Metric.LEDGER_CLICKS, settle.clicks());
        text.one(Metric.LEDGER_CHECKED, settle.checked());
        text.one(Metric.LEDGER_FAILURES, settle.failures());
        text.one(Metric.LEDGER_BREACHED, settle.isBreached());
        text.one(Metric.LEDGER_WAL, parts.ledger().walBytes());
    }

    private void process(final MetricsText text) {
        text.one(Metric.FAULTS, parts.shared().faults().count());
        text.one(Metric.CLAIMS, parts.shared().idempotency().count());
        text.one(Metric.FORGOTTEN, parts.shared().answers().forgottenEarly());
        text.one(Metric.DUPLICATES, parts.shared().duplicates().size());
        text.one(Metric.RECOVERED, parts.store().recovered());
        text.one(Metric.DAMAGED, parts.store().damaged().size());
        text.one(Metric.CLEAN, parts.store().wasClean());
        text.one(Metric.LOG_FAILED, stats.isLogFailed());
        text.one(Metric.HEAP, Machine.heapUsedBytes());
        text.one(Metric.COLLECTIONS, Machine.collections());
        text.ms(Metric.COLLECTION_TIME, Machine.collectionMs());
        text.one(Metric.RSS, Machine.rssBytes());
        text.ms(Metric.STARTED, parts.startedEpochMs());
    }

    private static String lower(final String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
