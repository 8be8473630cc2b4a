package gavel.server.system;

import gavel.persist.record.RecordKind;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** One key, one auction, one answer. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class IdempotencySystemTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldGiveARepeatTheSameBytesNowAndAfterARestart(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("only", "post: {accept: 50%}").start()) {
            final List<Answer> first = new ArrayList<>();
            try (TestPublisher publisher = test.publisher(); TestPublisher second = test.publisher()) {
                for (int i = 0; i < 10; i++) {
                    first.add(publisher.repeatable(Leads.json(i), "key-" + i));
                    assertEquals(first.get(i).body(), publisher.repeatable(Leads.json(i), "key-" + i).body());
                    assertEquals(first.get(i).body(), second.repeatable(Leads.json(i), "key-" + i).body());
                }
            }
            assertEquals(20, test.count(Counter.INTAKE_REPEATED));
            test.restart();
            try (TestPublisher publisher = test.publisher()) {
                for (int i = 0; i < 10; i++) {
                    assertEquals(first.get(i).body(), publisher.repeatable(Leads.json(i), "key-" + i).body());
                }
            }
            assertEquals(10, test.sim().book("only").posts());
        }
    }

    @Test
    void shouldRefuseAnotherBodyUnderTheSameKeyAndAnotherPublisherNothing() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start();
             TestPublisher publisher = test.publisher();
             TestPublisher south = new TestPublisher(test.port(), TestPublisher.KEY_SOUTH)) {
            assertEquals("200 sold", publisher.repeatable(Leads.json(1), "k").outcome());

            assertEquals(118, publisher.repeatable(Leads.json(2), "k").code());
            assertEquals(422, publisher.repeatable(Leads.json(2), "k").status());
            assertEquals("200 sold", south.repeatable(Leads.json(3), "k").outcome());
        }
    }

    private static List<Answer> concurrently(final TestServer test, final int count, final String body,
                                             final String key) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            final List<Future<Answer>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(() -> {
                    try (TestPublisher publisher = test.publisher()) {
                        return publisher.repeatable(body, key);
                    }
                }));
            }
            final List<Answer> answers = new ArrayList<>();
            for (final Future<Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldHoldOneAuctionForTwentyRepeatsAtOnce(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("only", "ping: {latency: fixed(150ms)}, post: {latency: fixed(50ms)}").start()) {
            for (int round = 0; round < 3; round++) {
                final Set<String> bodies = new HashSet<>();
                for (final Answer answer : concurrently(test, 20, Leads.json(round), "key-" + round)) {
                    assertEquals("200 sold", answer.outcome(), answer.body());
                    bodies.add(answer.body());
                }
                assertEquals(1, bodies.size(), bodies.toString());
            }
            assertEquals(3, test.sim().book("only").pings());
            assertEquals(3, test.sim().book("only").accepted());
            test.stop();
            assertEquals(3, test.journal().of(RecordKind.SALE).size());
        }
    }

    @Test
    void shouldTellRepeatsOverTheLimitWhatToAskForAndSellOnce() throws Exception {
        try (TestServer test = new TestServer(folder).set("intake.idempotency.waiters_max", "2")
                .buyer("only", "ping: {latency: fixed(200ms)}").start()) {
            int sold = 0;
            int pending = 0;
            final Set<String> leadIds = new HashSet<>();
            final List<Answer> answers = concurrently(test, 8, Leads.json(1), "k");
            for (final Answer answer : answers) {
                sold += answer.outcome().equals("200 sold") ? 1 : 0;
                pending += answer.outcome().equals("200 pending") ? 1 : 0;
                leadIds.add(answer.leadId());
            }
            assertEquals(8, sold + pending, answers.toString());
            assertEquals(1, leadIds.size(), answers.toString());
            assertEquals(1, test.sim().book("only").accepted());
        }
    }

    @Test
    void shouldTellARepeatWhoseDeadlineComesFirstWhatToAskFor() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.timeout", "5s")
                .buyer("only", "post: {latency: fixed(1s)}").start();
             TestPublisher first = test.publisher(); TestPublisher second = test.publisher()) {
            final String body = Leads.json(1, 1, ",\"deadline_ms\":500");
            first.send(body, "application/json", "Idempotency-Key: k");
            Until.holds("the first is running", () -> test.sim().book("only").pings() == 1);
            final Answer repeat = second.repeatable(body, "k");
            final Answer answer = first.read(System.nanoTime());

            assertEquals("200 pending", answer.outcome());
            assertEquals("200 pending", repeat.outcome());
            assertEquals(answer.leadId(), repeat.leadId(), "the lead to ask for is the first one");
            Until.holds("the lead is sold", () -> second.outcome(repeat.leadId()).outcome().equals("200 sold"));
            assertEquals(second.outcome(repeat.leadId()).body(), first.repeatable(body, "k").body());
        }
    }

    @Test
    void shouldNotUseAKeyUpWithARefusalOrADuplicate() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start();
             TestPublisher publisher = test.publisher()) {
            final String bad = Leads.json(1).replace("78701", "nowhere");
            assertEquals(422, publisher.repeatable(bad, "k").status());
            assertEquals("200 sold", publisher.repeatable(Leads.json(1), "k").outcome());

            assertEquals("200 duplicate", publisher.repeatable(Leads.json(2, 1, ""), "k2").outcome());
            assertEquals("200 sold", publisher.repeatable(Leads.json(3), "k2").outcome());
        }
    }

    @Test
    void shouldRefuseANewKeyRatherThanForgetItWhenNoMoreAreRemembered() throws Exception {
        try (TestServer test = new TestServer(folder).set("intake.idempotency.capacity", "8")
                .buyer("only", "").start();
             TestPublisher publisher = test.publisher()) {
            final List<Answer> first = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                first.add(publisher.repeatable(Leads.json(i, i, ""), "key-" + i));
            }
            for (int i = 0; i < 30; i++) {
                final Answer again = publisher.repeatable(Leads.json(i, i, ""), "key-" + i);
                if (first.get(i).status() == 200) {
                    assertEquals(first.get(i).body(), again.body(), "lead " + i);
                } else {
                    assertEquals(904, first.get(i).code(), first.get(i).body());
                    assertNotEquals(null, first.get(i).headers().get("retry-after"));
                }
            }
            assertEquals("200 sold", publisher.lead(Leads.json(99)).outcome(), "a lead without a key needs no room");
        }
    }
}
