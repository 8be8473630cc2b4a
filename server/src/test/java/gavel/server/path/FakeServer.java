package gavel.server.path;

import org.agrona.CloseHelper;
import gavel.persist.journal.Disk;
import gavel.persist.DataDirectory;
import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.ServerConfig;
import gavel.persist.drain.LoopRecords;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.IdSource;
import gavel.persist.keys.KeyAgent;
import gavel.persist.keys.KeyStore;
import gavel.persist.recover.RecordStore;
import gavel.server.auction.Auction;
import gavel.server.auction.HighestBids;
import gavel.server.buyer.BuyerPort;
import gavel.server.buyer.BuyerStats;
import gavel.server.buyer.CallGate;
import gavel.server.catalog.Catalog;
import gavel.server.click.ClickId;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpDate;
import gavel.server.http.HttpLimits;
import gavel.server.http.HttpLoop;
import gavel.server.intake.AnswerWriter;
import gavel.server.intake.Door;
import gavel.server.intake.IdempotencyGate;
import gavel.server.intake.Intake;
import gavel.server.intake.PublisherKeys;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadPool;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Stage;
import gavel.server.ping.PingDeadline;
import gavel.server.ping.PingTimeouts;
import gavel.server.ping.TimeoutAgent;
import gavel.server.post.PostDeadline;
import gavel.server.route.BreakerGate;
import gavel.server.route.CapCheck;
import gavel.server.route.CapGate;
import gavel.server.route.Router;
import gavel.server.runtime.Counters;
import gavel.server.runtime.Faults;
import gavel.server.runtime.LagProbe;
import gavel.server.runtime.LoopLag;
import gavel.server.runtime.StageTimers;
import gavel.server.sale.LeadCipher;
import gavel.server.sale.SaleWriter;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate;
import gavel.server.validate.SipHash;
import io.netty.channel.embedded.EmbeddedChannel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of one loop without threads, sockets and time: the real path and the real records between scripted buyers
 * and publishers without sockets. Confined to the test's thread, which runs loop, drain and answers by hand.
 */
public final class FakeServer implements AutoCloseable {
    private static final long WINDOW_MS = 86_400_000L;

    private final FakeTime time;
    private final Path directory;
    private final Config config;
    private final EmbeddedChannel loopChannel = new EmbeddedChannel();
    private final RecordStore store;
    private final SharedParts shared;
    private final CapGate caps = new CapGate();
    private final KeyStore keys;
    private final KeyAgent keyAgent;
    private final LoopParts parts;
    private final LoopLag lag;
    private final LeadPath path;
    private final TimeoutAgent timeouts;
    private final HttpLoop http;
    private final List<ScriptedBuyer> buyers = new ArrayList<>();
    private final List<FakePublisher> publishers = new ArrayList<>();

    /**
     * Opens the directory and goes on with what is in it.
     *
     * @param visitor is shown every record that is forced: those of earlier runs first.
     */
    public FakeServer(final Config config, final Path directory, final FakeTime time, final JournalVisitor visitor) {
        this.config = config;
        this.directory = directory;
        this.time = time;
        final ServerConfig server = config.server();
        loopChannel.freezeTime();
        final IdempotencyGate idempotency = new IdempotencyGate(server.intake().idempotencyCapacity(),
                server.intake().idempotencyWaitersMax());
        final DuplicateGate duplicates = new DuplicateGate(server.validate().duplicatesCapacity(), WINDOW_MS);
        final AnswerStore answers = new AnswerStore(WINDOW_MS, server.intake().idempotencyCapacity(), idempotency);
        shared = new SharedParts(new Door(), idempotency, duplicates, answers,
                new Faults(() -> time.epochNs() / FakeTime.MS), new BreakerGate(), new CallGate(),
                new PingTimeouts(server.ping()));
        final Restoration restoration = new Restoration(config, caps, duplicates, time.epochNs() / FakeTime.MS);
        store = RecordStore.open(directory, server, 1, List.of(restoration, answers, visitor), failure -> {
            throw new AssertionError("the journal can't be written", failure);
        }, new StopAnswers());
        store.drain().addAfterForce(answers);
        store.drain().addAfterForce(visitor);
        answers.reader(store.reader());
        final SipHash sipHash = SipHash.of(server.validate().duplicatesKey());
        final ClickId clickId = new ClickId(server.click().key());
        keys = config.server().personal().keys().isEmpty() ? null : openKeys();
        keyAgent = keys == null ? null : new KeyAgent(keys, 1, server.intake().leadsMax(), time.clock(), sentence -> {
            throw new AssertionError(sentence);
        }, failure -> {
            throw new AssertionError(failure);
        });
        makeKeys();
        lag = new LoopLag(server.intake().lagMaxNs(), time.nowNs());
        parts = parts(new Catalog(config, store.configVersion(config)), sipHash, clickId);
        path = new LeadPath(parts, shared, server);
        for (int i = 0; i < parts.buyers().length; i++) {
            final BuyerConfig buyer = config.buyers().get(i);
            buyers.add(new ScriptedBuyer(buyer, path.events(), time));
            parts.buyers()[i] = buyers.get(i);
        }
        timeouts = new TimeoutAgent(shared.timeouts().cells(config.buyers()),
                List.<BuyerStats[]>of(buyers.stream().map(ScriptedBuyer::stats).toArray(BuyerStats[]::new)),
                time.clock());
        http = new HttpLoop(new HttpLimits(server.intake().headerMaxBytes(), server.intake().bodyMaxBytes(),
                server.intake().headerTimeoutNs(), server.intake().bodyTimeoutNs(), server.intake().idleTimeoutNs()),
                new Endpoints(parts, shared, path, new OutcomePath(parts, shared, new LeadPath[] {path}),
                        new ClickPath(parts, shared, clickId, sipHash)),
                time.clock(), new HttpDate(() -> 0));
        records().onWakeup(() -> parts.loop().execute(records()::reap));
    }

    private KeyStore openKeys() {
        try {
            return new KeyStore(new DataDirectory(directory).keys(), config.server().personal().keys(), Disk.REAL);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the thread of the keys does. */
    void makeKeys() {
        if (keyAgent != null) {
            keyAgent.doWork();
        }
    }

    /** Where the keys are; null where no fields are kept. */
    KeyStore keys() {
        return keys;
    }

    /** What tells it that it is late; its probes are a test's to send. */
    LoopLag lag() {
        return lag;
    }

    private LoopParts parts(final Catalog catalog, final SipHash sipHash, final ClickId clickId) {
        final ServerConfig server = config.server();
        final Counters counters = new Counters(LeadReason.values().length);
        final AnswerWriter answerWriter = new AnswerWriter();
        final CapCheck check = new CapCheck(catalog, caps);
        final LoopParts.Stages stages = new LoopParts.Stages(new PublisherKeys(catalog.publishers()),
                new Intake(server.intake(), new ClickOpener(clickId, counters)), new DuplicateCheck(sipHash),
                new Router(catalog, check, shared.breakers().cells(config.buyers())),
                new PingDeadline(shared.timeouts().cells(config.buyers()), server.post()),
                new Auction(new HighestBids(catalog.campaigns().size())),
                new PostDeadline(server.post()), new SaleWriter(2 * server.intake().bodyMaxBytes()), answerWriter);
        return new LoopParts(loopChannel.eventLoop(), time.clock(), time.epochClock(), catalog,
                new LeadPool(server.intake().leadsMax(), () -> new Lead(server.ping().candidatesMax())),
                new IdSource(server.node(), 0, store.highestId()), store.loop(0), stages,
                new BuyerPort[config.buyers().size()], check,
                keys == null ? LeadCipher.NONE : new LeadCipher(keyAgent.loop(0)), counters,
                new StageTimers(Stage.COUNT),
                new LagProbe(time.clock(), lag), new Refusals(answerWriter, counters));
    }

    /** A new connection of a publisher. */
    public FakePublisher publisher() {
        final FakePublisher publisher = new FakePublisher(new HttpConnection(http));
        publishers.add(publisher);
        return publisher;
    }

    /** A buyer by its place. */
    public ScriptedBuyer buyer(final int place) {
        return buyers.get(place);
    }

    /** All buyers. */
    public List<ScriptedBuyer> buyers() {
        return buyers;
    }

    /** Runs the loop until it has nothing to do now. */
    public void run() {
        loopChannel.runPendingTasks();
    }

    /** Moves the time on by so much at once, as after a stall, without running the loop. */
    public void stall(final long ns) {
        time.advance(ns);
        loopChannel.advanceTimeBy(ns, TimeUnit.NANOSECONDS);
    }

    /** Moves the time on, tick by tick, and runs the loop. */
    public void advance(final long ns) {
        long left = ns;
        while (left > 0) {
            final long step = Math.min(left, FakeTime.MS);
            stall(step);
            run();
            left -= step;
        }
    }

    /** A second passes, and what was counted of buyers is learned from. */
    public void learn() {
        stall(1_000 * FakeTime.MS);
        run();
        timeouts.doWork();
    }

    /** What a buyer is given for most leads, and why. */
    public PingTimeouts.Cell timeout(final int buyer) {
        return shared.timeouts().cell(config.buyers().get(buyer));
    }

    /** Forces what there is and lets the loop hear of it, as often as something new comes of it. */
    public void drain() {
        while (store.drain().doWork() > 0) {
            run();
        }
    }

    /** Forces one batch, of which the loop has not heard yet. Returns the number of records. */
    public int drainOnce() {
        return store.drain().doWork();
    }

    /** Reads the answers that are asked for, and runs the loop. */
    public void readAnswers() {
        shared.answers().doWork();
        run();
    }

    /** What it was opened with. */
    public RecordStore store() {
        return store;
    }

    /** What its loop leaves for the drain. */
    public LoopRecords records() {
        return store.loop(0);
    }

    /** What its loop counts. */
    public Counters counters() {
        return parts.counters();
    }

    /** Whether it takes leads. */
    public Door door() {
        return shared.door();
    }

    /** Keys whose first answer is not in the index. */
    public int keysHeld() {
        return shared.idempotency().count();
    }

    /** People that are remembered. */
    DuplicateGate duplicates() {
        return shared.duplicates();
    }

    /** Leads that run. */
    public int running() {
        return path.running();
    }

    /** The running lead of an id, or null. */
    public Lead lead(final long id) {
        return path.running(id);
    }

    /** Deadlines that are set. */
    public long deadlines() {
        return path.deadlines();
    }

    /** Places taken under a campaign's cap on a day. */
    public long capCount(final int campaign, final long day) {
        return caps.cell("CAMPAIGN campaign-" + campaign + " LEADS DAY").taken(day);
    }

    /** Copies what is on disk now; without the hot maps, it is what a power cut leaves. */
    public void copy(final Path target, final boolean withHotMaps) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.toList()) {
                if (withHotMaps || !file.startsWith(directory.resolve("hot"))) {
                    Files.copy(file, target.resolve(directory.relativize(file).toString()));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mistakes of the server's own since this was asked last. */
    List<Faults.Fault> takeFaults() {
        final List<Faults.Fault> faults = new ArrayList<>();
        for (Faults.Fault fault = shared.faults().pollUnseen(); fault != null; fault = shared.faults().pollUnseen()) {
            faults.add(fault);
        }
        return faults;
    }

    /** Closes the records; what the loop had still to do is never done. A mistake that nobody took fails the test. */
    @Override
    public void close() {
        publishers.forEach(FakePublisher::close);
        shared.answers().onClose();
        store.close();
        CloseHelper.close(keys);
        for (final Faults.Fault fault : takeFaults()) {
            throw new AssertionError(fault.text());
        }
    }
}
