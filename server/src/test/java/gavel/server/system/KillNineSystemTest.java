package gavel.server.system;

import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.ledger.Findings;
import gavel.persist.ledger.LedgerCheck;
import gavel.persist.record.Bodies;
import gavel.persist.record.RecordKind;
import gavel.server.start.JournalSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A server process that is killed under load, again and again; then everybody's books are laid side by side. */
@ExtendWith(LeakWatch.class)
@Timeout(180)
class KillNineSystemTest {
    private static final int ROUNDS = 4;
    private static final int PUBLISHERS = 6;
    private static final int ANSWERS_MIN = 20;
    private static final int ANSWERS_SPREAD = 400;
    private static final long LEDGER_MEMORY_BYTES = 256 << 20;
    private static final List<String> BUYERS = List.of("one", "two");

    @TempDir
    Path folder;

    private final Map<String, Answer> answerByKey = new ConcurrentHashMap<>();
    private final Set<String> sentKeys = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldKeepEverybodysBooksInAgreement(final String durability) throws Exception {
        final long seed = System.nanoTime();
        TestServer.note("seed " + seed);
        final Random random = new Random(seed);
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("one",
                        "ping: {price: \"uniform(2.00, 9.00)\", latency: fixed(1ms)}, post: {latency: fixed(2ms)}")
                .buyer("two",
                        "ping: {price: \"uniform(2.00, 9.00)\"}, post: {accept: 90%, latency: fixed(1ms)}")) {
            test.startBuyers();
            for (int round = 0; round < ROUNDS; round++) {
                killUnderLoad(test, round, ANSWERS_MIN + random.nextInt(ANSWERS_SPREAD));
            }
            test.startServer();
            assertFalse(test.server().store().wasClean());
            repeatEverything(test);
            Until.holds("all is settled",
                    () -> test.server().settle().lag(test.server().store().forcedSequence()) == 0);
            test.stop();
            reconcile(test);
        }
    }

    private void killUnderLoad(final TestServer test, final int round, final int answers) throws Exception {
        try (ServerProcess process = ServerProcess.start(test)) {
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                final int first = (round * PUBLISHERS + i) * 10_000;
                threads.add(new Thread(() -> sendUntilKilled(process.port(), first)));
                threads.get(i).start();
            }
            final int before = answerByKey.size();
            Until.holds("it has answered " + answers, () -> answerByKey.size() >= before + answers);
            process.kill();
            for (final Thread thread : threads) {
                thread.join();
            }
        }
        TestServer.note("round " + round + ": " + answerByKey.size() + " answers, killed after " + answers + " more");
    }

    private void sendUntilKilled(final int port, final int first) {
        try (TestPublisher publisher = new TestPublisher(port)) {
            for (int i = first;; i++) {
                sentKeys.add(Integer.toString(i));
                final Answer answer = publisher.repeatable(Leads.json(i), Integer.toString(i));
                answerByKey.put(Integer.toString(i), answer);
            }
        } catch (final IOException e) {
            TestServer.note("publisher " + first + " lost its server: " + e);
        }
    }

    /** The same keys again: those that were answered hear the same, those that were not hear something for good. */
    private void repeatEverything(final TestServer test) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            for (final String key : sentKeys) {
                final Answer again = publisher.repeatable(Leads.json(Integer.parseInt(key)), key);
                final Answer first = answerByKey.putIfAbsent(key, again);
                if (first != null) {
                    assertEquals(first.body(), again.body(), "lead " + key);
                }
                assertEquals(again.body(),
                        publisher.repeatable(Leads.json(Integer.parseInt(key)), key).body(), "lead " + key);
            }
        }
    }

    private void reconcile(final TestServer test) throws Exception {
        final JournalView journal = test.journal();
        assertEquals(List.of(), JournalVerifier.verify(test.data()).problems());
        final Map<String, Bodies.SaleBody> saleByLead = new HashMap<>();
        final Set<String> unknown = new HashSet<>();
        for (final JournalView.Row row : journal.of(RecordKind.SALE)) {
            assertEquals(null, saleByLead.put(row.sale().lead().publisherLeadId(), row.sale()), "sold twice");
        }
        for (final JournalView.Row row : journal.of(RecordKind.LEAD_ENDED)) {
            if (row.leadEnded().outcome() == Bodies.Outcome.UNKNOWN) {
                unknown.add(row.leadEnded().lead().publisherLeadId());
            }
        }
        long soldAnswers = 0;
        for (final Map.Entry<String, Answer> entry : answerByKey.entrySet()) {
            final boolean sold = entry.getValue().outcome().equals("200 sold");
            soldAnswers += sold ? 1 : 0;
            assertEquals(sold, saleByLead.containsKey("A-" + entry.getKey()), entry.getValue().body());
        }
        assertEquals(saleByLead.size(), soldAnswers);
        assertBuyersAgree(test, saleByLead, unknown);
        assertLedgerAgrees(test, saleByLead);
        TestServer.note(saleByLead.size() + " sales, " + unknown.size() + " unknown");
    }

    private static void assertBuyersAgree(final TestServer test, final Map<String, Bodies.SaleBody> saleByLead,
                                          final Set<String> unknown) {
        final Map<String, String> buyerByLead = new HashMap<>();
        long acceptedMicros = 0;
        long unknownMicros = 0;
        for (final String buyer : BUYERS) {
            for (final Map.Entry<String, Long> accepted : test.sim().acceptedLeads(buyer).entrySet()) {
                final String lead = accepted.getKey();
                assertEquals(null, buyerByLead.put(lead, buyer), lead + " was sold to two buyers");
                final Bodies.SaleBody sale = saleByLead.get(lead);
                assertTrue(sale != null || unknown.contains(lead), lead + " was accepted by " + buyer
                        + ", and here it is neither sold nor unknown");
                if (sale != null) {
                    assertEquals(buyer, sale.buyer());
                    assertEquals(accepted.getValue(), sale.priceMicros());
                }
                acceptedMicros += accepted.getValue();
                unknownMicros += sale == null ? accepted.getValue() : 0;
            }
        }
        assertTrue(buyerByLead.keySet().containsAll(saleByLead.keySet()), "every sale is in a buyer's book");
        assertEquals(acceptedMicros - unknownMicros,
                saleByLead.values().stream().mapToLong(Bodies.SaleBody::priceMicros).sum());
    }

    private static void assertLedgerAgrees(final TestServer test, final Map<String, Bodies.SaleBody> saleByLead)
            throws Exception {
        assertEquals(Integer.toString(saleByLead.size()), LedgerView.ask(test.data(), "SELECT count(*) FROM sales"));
        assertEquals(Long.toString(saleByLead.values().stream().mapToLong(Bodies.SaleBody::priceMicros).sum()),
                LedgerView.ask(test.data(), "SELECT sum(price_micros) FROM sales"));
        try (JournalReader reader = new JournalReader(test.data().resolve("journal"))) {
            final long last = test.journal().rows().size();
            final Findings findings =
                    LedgerCheck.verify(test.data(), new JournalSource(reader, () -> last), LEDGER_MEMORY_BYTES);
            assertTrue(findings.isEmpty(), findings.text());
        }
        assertEquals("0", LedgerView.ask(test.data(), "SELECT count(*) FROM (SELECT journal_sequence FROM entries "
                + "GROUP BY journal_sequence, currency HAVING sum(micros) <> 0)"));
    }

    @Test
    void shouldStopCleanlyWhenToldTo() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("one", "")) {
            test.startBuyers();
            try (ServerProcess process = ServerProcess.start(test);
                 TestPublisher publisher = new TestPublisher(process.port())) {
                assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());
                assertEquals(0, process.terminate());
            }
            test.startServer();
            assertTrue(test.server().store().wasClean());
        }
    }
}
