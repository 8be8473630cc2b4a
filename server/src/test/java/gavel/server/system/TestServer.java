package gavel.server.system;

import gavel.buyersim.BuyerSim;
import gavel.buyersim.Script;
import gavel.buyersim.SimConfig;
import gavel.config.Config;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.path.LeadLoop;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Faults;
import gavel.server.start.Server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;

/**
 * A server with its buyers, in this process, on free ports, from a folder that was written and loaded as a user's is.
 * Built, started and closed by one thread; everything that it opened is closed with it.
 */
public final class TestServer implements AutoCloseable {
    private static final Queue<String> NOTES = new ConcurrentLinkedQueue<>();

    private record Party(String id, String script, String endpoint, String more, String campaign, String origin) {
    }

    private final Path config;
    private final Path data;
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final List<Party> parties = new ArrayList<>();
    private final List<Throwable> fatal = new ArrayList<>();
    private String scheme = "http://127.0.0.1:";
    private String simTls = "";
    private BuyerSim sim;
    private Server server;

    /** A server that is not started yet, in an empty folder. */
    public TestServer(final Path folder) throws Exception {
        config = folder.resolve("conf");
        data = folder.resolve("data");
        Files.createDirectories(config);
        TestFolder.write(config);
        set("sale.durability", "process").set("transport", "nio");
    }

    /** What was noted since it was asked last. */
    static String takeNotes() {
        final StringBuilder text = new StringBuilder();
        for (String note = NOTES.poll(); note != null; note = NOTES.poll()) {
            text.append(note).append(System.lineSeparator());
        }
        return text.toString();
    }

    static void note(final String text) {
        NOTES.add(text);
    }

    /** Sets one key of server.yaml. */
    public TestServer set(final String key, final String value) {
        overrides.put(key, value);
        return this;
    }

    /** A simulated buyer; {@code script} is YAML such as {@code ping: {price: fixed(5.00)}}. */
    public TestServer buyer(final String id, final String script) {
        return buyer(id, script, "", "", "");
    }

    TestServer buyer(final String id, final String script, final String endpoint, final String more,
                     final String campaign) {
        parties.add(new Party(id, script, endpoint, more, campaign, ""));
        return this;
    }

    /** A buyer that somebody else plays. */
    TestServer buyerAt(final String id, final String origin) {
        return buyerAt(id, origin, "", "");
    }

    TestServer buyerAt(final String id, final String origin, final String endpoint, final String more) {
        parties.add(new Party(id, "", endpoint, more, "", origin));
        return this;
    }

    /** Simulated buyers behind TLS, reached by this name. */
    TestServer tlsBuyers(final Path certificate, final Path key, final String host) {
        simTls = ", tls: {certificate: " + certificate + ", key: " + key + "}";
        scheme = "https://" + host + ":";
        return this;
    }

    /** Starts buyers and server. */
    public TestServer start() throws Exception {
        startBuyers();
        startServer();
        return this;
    }

    void startBuyers() throws Exception {
        final StringBuilder script = new StringBuilder("buyers:\n");
        for (final Party party : parties) {
            if (party.origin.isEmpty()) {
                script.append("  - {id: ").append(party.id).append(", port: 0").append(simTls)
                        .append(party.script.isEmpty() ? "" : ", ").append(party.script).append("}\n");
            }
        }
        if (script.indexOf("id:") > 0) {
            sim = BuyerSim.start(SimConfig.of(Script.parse("script", script.toString()))
                    .keepingAcceptedLeads(100_000));
        }
        for (final Party party : parties) {
            TestFolder.buyer(config, party.id, party.origin.isEmpty() ? scheme + sim.port(party.id) : party.origin,
                    party.endpoint, party.more, party.campaign);
        }
    }

    void startServer() {
        note("starting with " + overrides);
        server = Server.start(load(), data, failure -> {
            note("fatal: " + failure);
            fatal.add(failure);
        });
    }

    Config load() {
        final Loaded loaded = ConfigLoader.load(config, overrides, System::getenv);
        if (loaded.config().isEmpty()) {
            throw new IllegalStateException(loaded.problems().toString());
        }
        return loaded.required();
    }

    /** Stops the server cleanly and starts it again; the buyers stay. */
    void restart() {
        stop();
        startServer();
    }

    /** Stops the server cleanly; its records can be read then. Fails when it counted a mistake of its own. */
    public void stop() {
        if (server != null) {
            final Server stopping = server;
            server = null;
            stopping.close();
            final Faults faults = stopping.shared().faults();
            if (faults.count() > 0) {
                throw new AssertionError(faults.count() + " mistakes of the server's own: "
                        + faults.all().stream().map(Faults.Fault::text).toList());
            }
        }
    }

    public Server server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    BuyerSim sim() {
        return sim;
    }

    Path config() {
        return config;
    }

    Path data() {
        return data;
    }

    Map<String, String> overrides() {
        return overrides;
    }

    TestPublisher publisher() throws IOException {
        return new TestPublisher(port());
    }

    long count(final Counter counter) {
        return sum(loop -> loop.counters().get(counter));
    }

    long count(final LeadReason reason) {
        return sum(loop -> loop.counters().reason(reason.ordinal()));
    }

    long pings(final String buyer, final PingStatus status) {
        return sum(loop -> stats(loop, buyer).pings(status));
    }

    long posts(final String buyer, final PostStatus status) {
        return sum(loop -> stats(loop, buyer).posts(status));
    }

    long connections(final String buyer, final BuyerStats.Event event) {
        return sum(loop -> stats(loop, buyer).connections(event));
    }

    private BuyerStats stats(final LeadLoop loop, final String buyer) {
        for (int i = 0; i < server.config().buyers().size(); i++) {
            if (server.config().buyers().get(i).id().equals(buyer)) {
                return loop.buyerStats()[i];
            }
        }
        throw new IllegalArgumentException("no buyer " + buyer);
    }

    private long sum(final ToLongFunction<LeadLoop> figure) {
        return server.loops().stream().mapToLong(figure).sum();
    }

    /** What the journal holds, as far as it is forced. */
    JournalView journal() {
        return JournalView.read(data, server == null ? Long.MAX_VALUE : server.store().forcedSequence());
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            if (sim != null) {
                sim.close();
            }
        }
        if (!fatal.isEmpty()) {
            throw new IllegalStateException("the server gave up: " + fatal);
        }
    }
}
