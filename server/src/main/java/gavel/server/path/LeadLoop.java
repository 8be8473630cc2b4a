package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.ServerConfig;
import gavel.persist.drain.LoopRecords;
import gavel.persist.record.IdSource;
import gavel.server.auction.Auction;
import gavel.server.auction.HighestBids;
import gavel.server.buyer.BuyerClient;
import gavel.server.buyer.BuyerLoop;
import gavel.server.buyer.BuyerPort;
import gavel.server.buyer.BuyerStats;
import gavel.server.catalog.Catalog;
import gavel.server.click.ClickId;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpDate;
import gavel.server.http.HttpLimits;
import gavel.server.http.HttpLoop;
import gavel.server.intake.AnswerWriter;
import gavel.server.intake.Intake;
import gavel.server.intake.PublisherKeys;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadPool;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Stage;
import gavel.server.ping.PingDeadline;
import gavel.server.post.PostDeadline;
import gavel.server.route.CapCheck;
import gavel.server.route.CapGate;
import gavel.server.route.Router;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Counters;
import gavel.server.runtime.Faults;
import gavel.server.runtime.LagProbe;
import gavel.server.runtime.LoopLag;
import gavel.server.runtime.StageTimers;
import gavel.server.runtime.Transport;
import gavel.server.sale.LeadCipher;
import gavel.server.sale.SaleWriter;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.SipHash;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.InetNameResolver;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemEpochClock;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One event loop put together: its paths, its buyers, its publisher connections. Built by the thread that starts the
 * server; used by the loop alone from then on, but for what says that anyone may read it.
 */
public final class LeadLoop {
    private static final long SWEEP_MS = 100;
    private static final int SWEEPS_PER_CLOCK_SAMPLE = 50;

    private final LoopParts parts;
    private final LeadPath path;
    private final HttpLoop http;
    private final OffsetEpochNanoClock epochClock;
    private final BuyerStats[] buyerStats;
    private final Transport transport;
    private final Faults faults;
    private final Runnable reap;
    private volatile long threadId;
    private int sweeps;

    /**
     * What a loop is built from, beside what is its own.
     *
     * @param resolver  of this loop.
     * @param buyerTls  for https endpoints.
     * @param highestId of any earlier run.
     * @param cipher    of this loop.
     */
    public record Inputs(Config config, int configVersion, SharedParts shared, CapGate caps, Transport transport,
                         InetNameResolver resolver, SslContext buyerTls, NanoClock clock, long highestId,
                         LeadCipher cipher) {
    }

    /**
     * @param paths of all loops, by their number; this one puts its own into it.
     */
    public LeadLoop(final int number, final EventLoop loop, final LoopRecords records, final Inputs in,
                    final LeadPath[] paths) {
        final ServerConfig server = in.config().server();
        final Catalog catalog = new Catalog(in.config(), in.configVersion());
        final SipHash sipHash = SipHash.of(server.validate().duplicatesKey());
        final ClickId clickId = new ClickId(server.click().key());
        final Counters counters = new Counters(LeadReason.values().length);
        final AnswerWriter answerWriter = new AnswerWriter();
        final CapCheck caps = new CapCheck(catalog, in.caps());
        final LoopParts.Stages stages = new LoopParts.Stages(new PublisherKeys(catalog.publishers()),
                new Intake(server.intake(), new ClickOpener(clickId, counters)), new DuplicateCheck(sipHash),
                new Router(catalog, caps, in.shared().breakers().cells(in.config().buyers())),
                new PingDeadline(in.shared().timeouts().cells(in.config().buyers()), server.post()),
                new Auction(new HighestBids(catalog.campaigns().size())),
                new PostDeadline(server.post()), new SaleWriter(fieldsMaxBytes(server)), answerWriter);
        this.epochClock = new OffsetEpochNanoClock();
        final LeadPool pool = new LeadPool(server.intake().leadsMax(), () -> new Lead(server.ping().candidatesMax()));
        this.parts = new LoopParts(loop, in.clock(), epochClock, catalog, pool,
                new IdSource(server.node(), number, in.highestId()), records, stages,
                new BuyerPort[in.config().buyers().size()], caps, in.cipher(), counters, new StageTimers(Stage.COUNT),
                new LagProbe(in.clock(), new LoopLag(server.intake().lagMaxNs(), in.clock().nanoTime())),
                new Refusals(answerWriter, counters));
        this.path = new LeadPath(parts, in.shared(), server);
        paths[number] = path;
        this.buyerStats = buyers(in, loop);
        this.http = new HttpLoop(limits(server.intake()),
                new Endpoints(parts, in.shared(), path, new OutcomePath(parts, in.shared(), paths),
                        new ClickPath(parts, in.shared(), clickId, sipHash)),
                in.clock(), new HttpDate(SystemEpochClock.INSTANCE));
        this.transport = in.transport();
        this.faults = in.shared().faults();
        this.reap = () -> guarded(records::reap);
        records.onWakeup(() -> loop.execute(reap));
    }

    /** Begins what the loop does by itself. */
    public void start() {
        parts.loop().execute(() -> threadId = Thread.currentThread().getId());
        parts.loop().execute(() -> parts.lag().open(parts.loop(), transport, faults::onFault));
        parts.loop().scheduleAtFixedRate(() -> guarded(this::sweep), SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Its thread's id, or 0 before it has begun; anyone may ask. */
    public long threadId() {
        return threadId;
    }

    /** A new publisher connection of this loop. */
    public HttpConnection newConnection() {
        parts.counters().count(Counter.INTAKE_CONNECTIONS);
        return new HttpConnection(http);
    }

    /** A connection was refused because too many are open. */
    public void onConnectionRefused() {
        parts.counters().count(Counter.INTAKE_CONNECTIONS_REFUSED);
    }

    /** The event loop. */
    public EventLoop loop() {
        return parts.loop();
    }

    /** Leads that run; to be asked on the loop. */
    public int running() {
        return path.running();
    }

    /** Takes no more requests; answers under way are finished. To be called on the loop. */
    public void closeIdle() {
        http.closeIdle();
    }

    /** Closes the connections to buyers, and to itself. To be called on the loop, when no lead runs any more. */
    public void closeBuyers() {
        parts.lag().close();
        for (final BuyerPort buyer : parts.buyers()) {
            buyer.closeAll();
        }
    }

    /** What is counted; anyone may read it. */
    public Counters counters() {
        return parts.counters();
    }

    /** How long stages take; the stats agent reads it. */
    public StageTimers timers() {
        return parts.timers();
    }

    /** What is counted of each buyer, by its place in the configuration; anyone may read it. */
    public BuyerStats[] buyerStats() {
        return buyerStats;
    }

    /** Where outcomes are handed over; anyone may read its counts. */
    public LoopRecords records() {
        return parts.records();
    }

    /** A repeated task that throws would not be run again. */
    private void guarded(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException e) {
            faults.onFault(e);
        }
    }

    private void sweep() {
        final long nowNs = parts.clock().nanoTime();
        http.sweep(nowNs);
        for (final BuyerPort buyer : parts.buyers()) {
            buyer.sweep(nowNs);
        }
        parts.records().reap();
        if (++sweeps % SWEEPS_PER_CLOCK_SAMPLE == 0) {
            epochClock.sample();
        }
    }

    private BuyerStats[] buyers(final Inputs in, final EventLoop loop) {
        final ServerConfig server = in.config().server();
        final BuyerLoop buyerLoop = BuyerLoop.of(loop, in.transport(), in.resolver(), ByteBufAllocator.DEFAULT,
                in.buyerTls(), in.clock(), path.events(), new BuyerLoop.Limits(server.ping().answerMaxBytes(),
                        server.post().answerMaxBytes(), server.ping().connectTimeoutNs(),
                        server.post().timeoutNs()));
        final List<BuyerConfig> buyers = in.config().buyers();
        final BuyerStats[] stats = new BuyerStats[buyers.size()];
        for (int i = 0; i < stats.length; i++) {
            stats[i] = new BuyerStats();
            parts.buyers()[i] = new BuyerClient(buyers.get(i), buyerLoop, stats[i],
                    in.shared().calls().cell(buyers.get(i)));
        }
        return stats;
    }

    /** Fields come out of a body; in their normal form some are longer than they came. */
    static int fieldsMaxBytes(final ServerConfig server) {
        return server.personal().keys().isEmpty() ? 0 : 2 * server.intake().bodyMaxBytes();
    }

    private static HttpLimits limits(final ServerConfig.Intake intake) {
        return new HttpLimits(intake.headerMaxBytes(), intake.bodyMaxBytes(), intake.headerTimeoutNs(),
                intake.bodyTimeoutNs(), intake.idleTimeoutNs());
    }
}
