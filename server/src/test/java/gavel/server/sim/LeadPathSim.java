package gavel.server.sim;

import gavel.config.BuyerConfig;
import gavel.config.ServerConfig.Durability;
import gavel.persist.record.Ids;
import gavel.server.lead.PingStatus;
import gavel.server.path.FakePublisher;
import gavel.server.path.FakeServer;
import gavel.server.path.FakeTime;
import gavel.server.path.SampleServer;
import gavel.server.path.ScriptedBuyer;
import gavel.server.path.ScriptedBuyer.ScriptedCall;
import gavel.server.runtime.Counter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import static gavel.server.path.FakeTime.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The life of a server in random steps, crashes included, between models of what must hold. One thread. */
final class LeadPathSim implements AutoCloseable {
    private static final int PEOPLE = 1000;
    private static final int[] DEADLINES_MS = {3, 15, 60, 200, 800, 3000};
    private static final long CAP = 15;
    private static final BuyerConfig.Breaker BREAKER =
            new BuyerConfig.Breaker(true, 1000 * MS, 3, 2, 300_000, 900_000);
    private static final int BATCH_MAX_BYTES = 2 * 1024;
    private static final int IDLE_ROUNDS_MAX = 2000;

    private final SplittableRandom random;
    private final Path directory;
    private final SampleServer sample = new SampleServer();
    private final FakeTime time = new FakeTime();
    private final BuyersModel buyers;
    private final PublishersModel publishers;
    private final List<SimRequest> keyed = new ArrayList<>();
    private final Map<String, String> phoneById = new HashMap<>();
    private final Set<Long> pinged = new HashSet<>();
    private BooksModel books;
    private FakeServer server;
    private boolean drainStalls;
    private int requests;
    private int lives;
    private long skipped;

    LeadPathSim(final long seed, final Durability durability, final Path directory) {
        this.random = new SplittableRandom(seed);
        this.directory = directory;
        sample.durability = durability;
        sample.leadsPerDay = CAP;
        sample.leadsMax = 24;
        sample.saleEntries = 128;
        sample.buyers = 4;
        sample.batchMaxBytes = BATCH_MAX_BYTES;
        sample.breaker = BREAKER;
        buyers = new BuyersModel(time, durability, CAP);
        publishers = new PublishersModel(time, durability);
        open(directory.resolve("life-0"), new BooksModel(), true);
    }

    /** One random step, and a look at everything. */
    void step() {
        final int dice = random.nextInt(1000);
        if (dice < 240) {
            lead();
        } else if (dice < 290) {
            repeat();
        } else if (dice < 620) {
            buyersAct();
        } else if (dice < 800) {
            advance((1 + random.nextInt(6)) * MS - random.nextInt(900_000));
        } else if (dice < 815) {
            server.stall(random.nextInt(300) * MS);
            publishers.onStall();
        } else if (dice < 925) {
            drain();
        } else if (dice < 935) {
            drainStalls = random.nextInt(3) == 0;
        } else if (dice < 960) {
            ask();
        } else if (dice < 980) {
            server.readAnswers();
        } else if (dice < 985) {
            publishers.loseOne(random.nextInt(1000));
        } else if (dice < 997) {
            buyerChanges();
        } else {
            crash();
        }
        if (random.nextInt(4) > 0) {
            server.run();
        }
        look();
    }

    private void advance(final long ns) {
        for (long left = ns; left > 0; left -= MS) {
            server.advance(Math.min(left, MS));
            look();
        }
    }

    private void look() {
        books.rethrow();
        for (final ScriptedBuyer buyer : server.buyers()) {
            buyer.pings.forEach(call -> pinged.add(call.id()));
        }
        publishers.poll();
    }

    private void lead() {
        final String id = "A-" + ++requests;
        final String phone = "512555" + (1000 + random.nextInt(PEOPLE));
        final int deadlineMs = DEADLINES_MS[random.nextInt(DEADLINES_MS.length)];
        post(id, phone, random.nextInt(3) == 0 ? "key-" + requests : "", deadlineMs,
                FakePublisher.body(id, phone, deadlineMs));
    }

    private void repeat() {
        if (keyed.isEmpty()) {
            return;
        }
        final SimRequest first = keyed.get(keyed.size() - 1 - random.nextInt(Math.min(40, keyed.size())));
        final long deadlineMs = Long.parseLong(first.body.replaceAll(".*deadline_ms\":(\\d+).*", "$1"));
        final String body = random.nextInt(10) == 0 ? first.body.replace("78701", "78702") : first.body;
        post(first.id, first.phone, first.key, deadlineMs, body);
    }

    private void post(final String id, final String phone, final String key, final long deadlineMs,
                      final String body) {
        phoneById.put(id, phone);
        final SimRequest request = new SimRequest(server.publisher(), id, phone, key, body,
                time.nowNs() + deadlineMs * MS, 0);
        if (!key.isEmpty()) {
            keyed.add(request);
        }
        publishers.onRequest(request);
        request.publisher.post(body, key);
    }

    private void ask() {
        final List<Long> told = publishers.told();
        if (!told.isEmpty()) {
            final long lead = told.get(told.size() - 1 - random.nextInt(Math.min(60, told.size())));
            final SimRequest request = new SimRequest(server.publisher(), "GET", "", "", "",
                    time.nowNs() + PublishersModel.ASK_WAIT_NS, lead);
            publishers.onRequest(request);
            request.publisher.get(Ids.print(lead));
        }
    }

    private void buyersAct() {
        final List<ScriptedCall> calls = new ArrayList<>();
        for (final ScriptedBuyer buyer : server.buyers()) {
            calls.addAll(buyer.pings);
            calls.addAll(buyer.posts);
            calls.addAll(buyer.posts);
        }
        for (int i = random.nextInt(6); i >= 0 && !calls.isEmpty(); i--) {
            final ScriptedCall call = calls.get(random.nextInt(calls.size()));
            if (call.isOpen()) {
                act(call, random.nextInt(100));
            }
        }
    }

    private void act(final ScriptedCall call, final int dice) {
        if (call.isPost() && !call.isSent() && dice < 50) {
            call.send();
        } else if (dice < 4) {
            call.answer("what?");
        } else if (dice < 12) {
            call.fail(PingStatus.RESET);
        } else if (!call.isPost()) {
            call.answer(dice < 30 ? "{\"bid\":\"0\"}" : "{\"bid\":\"" + (1 + random.nextInt(60)) + ".25\"}");
        } else if (dice < 55) {
            call.send();
            buyers.onReject(call);
            call.answer("{\"r\":{\"status\":\"rejected\"}}");
        } else {
            call.answer("{\"r\":{\"status\":\"ok\"}}");
        }
    }

    private void buyerChanges() {
        final ScriptedBuyer buyer = server.buyer(random.nextInt(sample.buyers));
        buyer.asks = random.nextInt(4) == 0 ? PingStatus.LIMIT : PingStatus.ASKED;
        buyer.takesPosts = random.nextInt(4) > 0;
        buyer.connected = random.nextInt(3) > 0;
    }

    private void drain() {
        if (drainStalls) {
            return;
        }
        if (random.nextBoolean()) {
            server.drain();
        } else {
            server.drainOnce();
        }
    }

    /** Everything in memory is gone; under {@code process} the machine stays up, and with it the hot maps. */
    private void crash() {
        final boolean withHotMaps = random.nextBoolean() || sample.durability == Durability.PROCESS;
        final Path next = directory.resolve("life-" + ++lives);
        skipped += server.counters().get(Counter.ROUTE_SKIPPED);
        server.copy(next, withHotMaps);
        server.close();
        time.advance(random.nextInt(2000) * MS);
        pinged.clear();
        drainStalls = false;
        open(next, books, withHotMaps);
    }

    private void open(final Path path, final BooksModel before, final boolean withHotMaps) {
        books = new BooksModel();
        server = new FakeServer(sample.config(), path, time, books);
        books.checkOpened(withHotMaps ? before : new BooksModel());
        buyers.begin(books);
        publishers.begin(books, withHotMaps);
        for (final ScriptedBuyer buyer : server.buyers()) {
            buyer.onPost = call -> buyers.onPost(call, phoneById.get(call.lead().publisherLeadId().toString()));
        }
    }

    /** No more leads: all that run come to their end, and everything that they took is given back. */
    void finish() {
        for (int i = 0; i < IDLE_ROUNDS_MAX && server.running() > 0; i++) {
            advance(5 * MS);
            server.drain();
            server.readAnswers();
            look();
        }
        server.drain();
        server.records().reap();
        advance(5 * MS);
        server.readAnswers();
        look();
        skipped += server.counters().get(Counter.ROUTE_SKIPPED);
        assertEquals(0, server.running(), "leads that never end");
        assertEquals(0, server.deadlines(), "deadlines of nobody");
        assertEquals(0, server.records().outstanding(), "records that were never forced");
        assertEquals(sample.saleEntries, server.records().credits(), "credits that were not given back");
        assertEquals(0, server.keysHeld(), "keys that nobody gives back");
        for (final ScriptedBuyer buyer : server.buyers()) {
            assertTrue(buyer.pings.isEmpty() && buyer.posts.isEmpty(), "calls of nobody");
        }
        for (final long lead : pinged) {
            assertNotNull(books.lead(lead), () -> Ids.print(lead) + " was offered and has no record");
            assertNotNull(books.lead(lead).end, () -> Ids.print(lead) + " was offered and has no end");
        }
        publishers.checkIdle();
    }

    /** Where the records of the running life are. */
    Path directory() {
        return directory.resolve("life-" + lives);
    }

    /** Stops the server as one does. */
    void stop() {
        server.close();
        server = null;
    }

    BooksModel books() {
        return books;
    }

    String summary() {
        return publishers.counts() + ", " + buyers.posts() + " posts, " + books.ended("sold") + " sales, "
                + books.ended("unknown") + " unknown, " + lives + " crashes, "
                + skipped + " pings skipped, " + time.nowNs() / MS + " ms";
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
