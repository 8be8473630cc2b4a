package gavel.server.start;

import gavel.config.Config;
import gavel.config.ServerConfig;
import gavel.config.VerticalConfig;
import gavel.persist.journal.JournalReader;
import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.LedgerRebuild;
import gavel.persist.ledger.RecordSource;
import gavel.persist.ledger.SettleAgent;
import gavel.persist.record.IdSource;
import gavel.persist.record.Ids;
import gavel.persist.record.StopReason;
import gavel.persist.recover.RecordStore;
import gavel.server.admin.AdminParts;
import gavel.server.admin.AdminServer;
import gavel.server.admin.StatsAgent;
import gavel.server.buyer.CallGate;
import gavel.server.intake.Door;
import gavel.server.intake.IdempotencyGate;
import gavel.server.path.AnswerStore;
import gavel.server.path.HttpStatusPort;
import gavel.server.path.LeadLoop;
import gavel.server.path.LeadPath;
import gavel.server.path.People;
import gavel.server.path.Restoration;
import gavel.server.path.SharedParts;
import gavel.server.path.StatusAgent;
import gavel.server.path.StatusPort;
import gavel.server.path.StopAnswers;
import gavel.server.path.TopUpPath;
import gavel.server.path.TopUps;
import gavel.server.path.UnknownPath;
import gavel.server.ping.PingTimeouts;
import gavel.server.ping.TimeoutAgent;
import gavel.server.post.UnknownPosts;
import gavel.server.route.BreakerGate;
import gavel.server.route.CapCheck;
import gavel.server.route.CapGate;
import gavel.server.runtime.Faults;
import gavel.server.runtime.IdleClass;
import gavel.server.runtime.Names;
import gavel.server.runtime.Transport;
import gavel.server.sale.LeadCipher;
import gavel.server.validate.DuplicateGate;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The running server: the one class that starts threads, and the one place that says which agent runs on which. Started
 * and closed by one thread. Closing goes the other way round: no new leads, the running ones to their end, then what
 * records them.
 */
public final class Server implements AutoCloseable {
    private static final long IDLE_MS = 20;
    private static final long KEYS_IDLE_MS = 5;
    private static final long POLL_NS = 2_000_000;
    private static final long STOP_MARGIN_NS = 1_000_000_000L;
    /** Loops go on so long after their last task: io_uring closes sockets in a later turn, and once never ended. */
    private static final long QUIET_MS = 50;
    private static final long STOP_MS = 2000;

    private final Config config;
    private final Consumer<Throwable> fatal;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final Door door = new Door();
    private final Faults faults = new Faults(SystemEpochClock.INSTANCE);
    private final UnknownPosts unknown = new UnknownPosts();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<AutoCloseable> resolvers = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final List<LeadLoop> loops = new ArrayList<>();
    private RecordStore store;
    private LeadKeys keys;
    private Ledger ledger;
    private SettleAgent settle;
    private MultiThreadIoEventLoopGroup group;
    private SharedParts shared;
    private CapGate caps;
    private TopUps topUps;
    private Transport transport;
    private int unknownAtStart;
    private AdminServer admin;
    private Channel listener;
    private AgentRunner drainRunner;

    private Server(final Config config, final Consumer<Throwable> fatal) {
        this.config = config;
        this.fatal = fatal;
    }

    /**
     * Starts a server.
     *
     * @param dataDir where its records are; made when there is none.
     * @param fatal   told when nothing can be recorded any more: end the process.
     * @throws StartException with the exit code and what to do; nothing is running then.
     */
    public static Server start(final Config config, final Path dataDir, final Consumer<Throwable> fatal) {
        final Server server = new Server(config, fatal);
        try {
            Ports.requireFree(config.server());
            server.open(dataDir);
            server.run(dataDir);
            return server;
        } catch (final Exception e) {
            server.abandon();
            throw StartFailures.of(e);
        }
    }

    private void open(final Path dataDir) {
        final ServerConfig server = config.server();
        transport = Transport.of(server.transport());
        caps = new CapGate();
        final ServerConfig.Intake intake = server.intake();
        final IdempotencyGate idempotency =
                new IdempotencyGate(intake.idempotencyCapacity(), intake.idempotencyWaitersMax());
        final DuplicateGate duplicates =
                new DuplicateGate(server.validate().duplicatesCapacity(), longestWindowMs(config));
        final AnswerStore answers = new AnswerStore(TimeUnit.NANOSECONDS.toMillis(intake.idempotencyKeepNs()),
                intake.idempotencyCapacity(), idempotency);
        shared = new SharedParts(door, idempotency, duplicates, answers, faults, new BreakerGate(),
                new CallGate(), new PingTimeouts(server.ping()));
        final Restoration restoration =
                new Restoration(config, caps, duplicates, SystemEpochClock.INSTANCE.time());
        topUps = new TopUps(caps);
        final StopAnswers stopped = new StopAnswers();
        final ForcedSales forcedSales = new ForcedSales();
        store = RecordStore.open(dataDir, server, server.loops(),
                List.of(new SettledCheck(dataDir, server.settle().memoryBytes()), restoration, topUps, answers,
                        unknown, forcedSales), fatal,
                (leadId, posting, reason) -> {
                    unknownAtStart += reason == StopReason.POST_UNKNOWN ? 1 : 0;
                    return stopped.answer(leadId, posting, reason);
                });
        if (restoration.unremembered() > 0) {
            throw new StartException(ExitCode.CONFIG, "validate.duplicates.capacity is too small for the people that "
                    + "were sold within their window: " + restoration.unremembered() + " identities more; raise it",
                    null);
        }
        keys = LeadKeys.open(dataDir, server, clock, fatal);
        resources.add(keys);
        store.drain().addAfterForce(answers);
        store.drain().addAfterForce(forcedSales);
        store.drain().addAfterForce(unknown);
        store.drain().addAfterForce(restoration.noSales());
        store.drain().addAfterForce(topUps);
        answers.reader(store.reader());
        final JournalReader reader = store.reader();
        resources.add(reader);
        final RecordSource source = new JournalSource(reader, store::forcedSequence);
        ledger = new LedgerRebuild(dataDir, source, server.settle().memoryBytes(), clock, (records, elapsedNs) ->
                System.err.println("gavel: the ledger is built anew: " + records + " records")).openOrRebuild();
        settle = new SettleAgent(ledger, source, server.settle(), clock, forcedSales);
    }

    private void run(final Path dataDir) {
        final int version = store.configVersion(config);
        group = new MultiThreadIoEventLoopGroup(config.server().loops(), new DefaultThreadFactory("lead"),
                transport.handlers());
        final SslContext buyerTls = BuyerTrust.context(config);
        final LeadPath[] paths = new LeadPath[config.server().loops()];
        final Map<EventLoop, LeadLoop> loopByEventLoop = new IdentityHashMap<>();
        for (int i = 0; i < paths.length; i++) {
            final EventLoop eventLoop = group.next();
            final LeadLoop loop = new LeadLoop(i, eventLoop, store.loop(i),
                    inputs(version, eventLoop, buyerTls, keys.cipher(i)), paths);
            loops.add(loop);
            loopByEventLoop.put(eventLoop, loop);
        }
        final UnknownPath unknownPath = new UnknownPath(unknown, store::reader, store.drain().control(),
                SystemEpochNanoClock.INSTANCE);
        final People people = new People(config, keys.store().orElse(null), store::reader, store::forcedSequence,
                SystemEpochClock.INSTANCE);
        final StatusAgent status = StatusAgent.of(config, version, unknownPath, people, statusPort(), clock,
                SystemEpochNanoClock.INSTANCE, sentence -> System.err.println("gavel: " + sentence));
        final AdminParts parts = new AdminParts(config, version, SystemEpochClock.INSTANCE.time(), dataDir, transport,
                loops, shared, store, CapCheck.of(config, caps),
                new TopUpPath(topUps, store.drain().control(),
                new IdSource(config.server().node(), Ids.LOOPS - 1, store.highestId()), version,
                SystemEpochNanoClock.INSTANCE), unknownPath, status, people, keys.store(), ledger, settle);
        final StatsAgent stats = StatsAgent.of(parts, clock, SystemEpochClock.INSTANCE);
        admin = bindAdmin(parts, stats);
        drainRunner = start(new CompositeAgent(store.drain(), new TidyAgent(shared, SystemEpochClock.INSTANCE)),
                store.drain().idleStrategy());
        keys.agent().ifPresent(agent ->
                runners.add(start(agent, new SleepingMillisIdleStrategy(KEYS_IDLE_MS))));
        runners.add(startInSpareTime(keys.retention(config, store).<Agent>map(retention ->
                new CompositeAgent(settle, retention)).orElse(settle), new SleepingMillisIdleStrategy(IDLE_MS)));
        runners.add(start(shared.answers(), shared.answers().idleStrategy()));
        runners.add(start(new CompositeAgent(new DoorAgent(settle, store.drain(), door), stats,
                new TimeoutAgent(shared.timeouts().cells(config.buyers()),
                        loops.stream().map(LeadLoop::buyerStats).toList(), clock), new FaultsAgent(faults), status),
                new SleepingMillisIdleStrategy(IDLE_MS)));
        loops.forEach(LeadLoop::start);
        listener = new PublisherPort(config.server(), transport, loopByEventLoop).bind(group);
        admin.start();
    }

    /** Where a buyer can be asked about unknown posts, one thread reads what they say. */
    private StatusPort statusPort() {
        if (config.buyers().stream().noneMatch(StatusAgent::canAsk)) {
            return null;
        }
        final ExecutorService thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("status-http", true));
        resources.add(thread::shutdownNow);
        return new HttpStatusPort(BuyerTrust.ofStatus(config), config.server().post().answerMaxBytes(), thread);
    }

    private AdminServer bindAdmin(final AdminParts parts, final StatsAgent stats) {
        try {
            return new AdminServer(parts, stats, Executors.newFixedThreadPool(AdminServer.THREADS,
                    new DefaultThreadFactory("admin", true)));
        } catch (final IOException e) {
            throw StartFailures.port("admin.address", config.server().admin(), e);
        }
    }

    private LeadLoop.Inputs inputs(final int version, final EventLoop loop, final SslContext buyerTls,
                                   final LeadCipher cipher) {
        final InetNameResolver resolver = Names.of(loop, transport);
        resolvers.add(resolver);
        return new LeadLoop.Inputs(config, version, shared, caps, transport, resolver, buyerTls, clock,
                store.highestId(), cipher);
    }

    private AgentRunner start(final Agent agent, final IdleStrategy idle) {
        final AgentRunner runner = new AgentRunner(idle, faults::onFault, null, agent);
        startThread(agent.roleName(), runner);
        return runner;
    }

    /** For what may wait while leads are busy, and would keep them waiting (decision 0015). */
    private AgentRunner startInSpareTime(final Agent agent, final IdleStrategy idle) {
        final AgentRunner runner = new AgentRunner(idle, faults::onFault, null, agent);
        startThread(agent.roleName(), () -> {
            final String error = IdleClass.enter();
            if (error != null) {
                System.err.println("gavel: the " + agent.roleName() + " thread competes with leads for processors, "
                        + "because it could not enter the idle class: " + error + "; install util-linux");
            }
            runner.run();
        });
        return runner;
    }

    private static void startThread(final String name, final Runnable task) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static long longestWindowMs(final Config config) {
        long longestNs = TimeUnit.HOURS.toNanos(1);
        for (final VerticalConfig vertical : config.verticals()) {
            longestNs = Math.max(longestNs, vertical.duplicates().windowNs());
        }
        return TimeUnit.NANOSECONDS.toMillis(longestNs);
    }

    /** The publishers' port. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The operators' port. */
    public int adminPort() {
        return admin.port();
    }

    /** Leads that the stop before this start left unknown. */
    public int unknownAtStart() {
        return unknownAtStart;
    }

    /** What it runs with. */
    public Config config() {
        return config;
    }

    /** How its sockets are driven. */
    public Transport transport() {
        return transport;
    }

    /** Its loops, for counters and times. */
    public List<LeadLoop> loops() {
        return loops;
    }

    /** Its records. */
    public RecordStore store() {
        return store;
    }

    /** Its ledger. */
    public Ledger ledger() {
        return ledger;
    }

    /** What carries the journal into the ledger. */
    public SettleAgent settle() {
        return settle;
    }

    /** What all loops share. */
    public SharedParts shared() {
        return shared;
    }

    /** Stops: leads that run are finished, everything is recorded and forced, and the clean marker is left. */
    @Override
    public void close() {
        door.onStopping();
        listener.close().syncUninterruptibly();
        final ServerConfig server = config.server();
        awaitNone(server.intake().deadlineMaxNs() + server.post().attemptsMax() * server.post().timeoutNs()
                + STOP_MARGIN_NS);
        loops.forEach(loop -> onLoop(loop, loop::closeIdle));
        loops.forEach(loop -> onLoop(loop, loop::closeBuyers));
        abandon();
    }

    private void awaitNone(final long limitNs) {
        final long endNs = clock.nanoTime() + limitNs;
        while (clock.nanoTime() < endNs && running() > 0) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private int running() {
        int sum = 0;
        for (final LeadLoop loop : loops) {
            final int[] running = new int[1];
            onLoop(loop, () -> running[0] = loop.running());
            sum += running[0];
        }
        return sum;
    }

    private static void onLoop(final LeadLoop loop, final Runnable task) {
        CompletableFuture.runAsync(task, loop.loop()).join();
    }

    private void abandon() {
        CloseHelper.closeAll(resolvers);
        if (group != null) {
            group.shutdownGracefully(QUIET_MS, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * STOP_MS);
        }
        final List<AutoCloseable> closed = new ArrayList<>();
        closed.add(admin);
        closed.addAll(runners);
        if (drainRunner != null) {
            closed.add(drainRunner);
        }
        closed.addAll(resources);
        closed.add(ledger);
        closed.add(store);
        CloseHelper.closeAll(closed);
    }
}
