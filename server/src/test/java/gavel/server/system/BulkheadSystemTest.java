package gavel.server.system;

import gavel.server.buyer.BuyerStats;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer that hangs keeps what it may have, and takes nothing from the others. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class BulkheadSystemTest {
    private static final int MAX = 4;
    private static final int LEADS = 40;
    private static final String NO_BREAKER = "breaker: {on: false}\n";

    @TempDir
    Path folder;

    /** Hangs on every ping, or every post, until the test ends. */
    private static RawBuyer hanging(final boolean onPosts, final CountDownLatch end) throws Exception {
        return new RawBuyer(true, (isPost, before) -> {
            if (isPost == onPosts) {
                try {
                    end.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return null;
            }
            return RawBuyer.ok("{\"bid\":\"9.00\"}");
        });
    }

    private TestServer server(final RawBuyer hanging, final String limit) throws Exception {
        return new TestServer(folder).set("loops", "2").set("ping.timeout", "2s").set("post.timeout", "40s")
                .buyerAt("hangs", hanging.origin(), "", NO_BREAKER + limit)
                .buyer("good", "ping: {price: fixed(5.00)}");
    }

    private static List<Answer> leads(final TestServer test, final int first) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            final List<Future<Answer>> running = new ArrayList<>();
            for (int i = first; i < first + LEADS; i++) {
                final int lead = i;
                running.add(threads.submit(() -> {
                    try (TestPublisher publisher = test.publisher()) {
                        return publisher.lead(Leads.json(lead));
                    }
                }));
            }
            final List<Answer> answers = new ArrayList<>();
            for (final Future<Answer> each : running) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static long gauge(final TestServer test, final String name) throws Exception {
        final URL metrics = new URL("http://127.0.0.1:" + test.server().adminPort() + "/metrics");
        try (InputStream in = metrics.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith(name + "{buyer=\"hangs\"} "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls: {max: 4}\n", "connections: {max: 2}\n"})
    void shouldAskTheOthersAndSellToThemWhileOneHangsAtItsLimit(final String limit) throws Exception {
        final CountDownLatch end = new CountDownLatch(1);
        try (RawBuyer hanging = hanging(false, end); TestServer test = server(hanging, limit).start()) {
            for (final Answer answer : leads(test, 0)) {
                assertEquals("5.00", answer.text("price"));
            }
            for (final Answer answer : leads(test, LEADS)) {
                assertEquals("5.00", answer.text("price"));
            }
            assertEquals(2 * LEADS, test.pings("good", PingStatus.BID), "the other was asked every time");
            assertEquals(2 * LEADS, test.posts("good", PostStatus.SOLD));

            final boolean byCalls = limit.startsWith("calls");
            final int most = byCalls ? MAX - MAX / 4 : MAX;
            assertTrue(hanging.pings() <= most, hanging.pings() + " requests");
            assertTrue(gauge(test, "gavel_buyer_calls") <= most);
            assertTrue(gauge(test, "gavel_buyer_calls") >= most - 1, "it holds what it was given");
            assertTrue(gauge(test, "gavel_buyer_connections") <= most);
            assertEquals(2 * LEADS - hanging.pings(),
                    test.pings("hangs", byCalls ? PingStatus.BUSY : PingStatus.LIMIT));
            assertEquals(0, test.pings("hangs", byCalls ? PingStatus.LIMIT : PingStatus.BUSY));
            end.countDown();
            Until.holds("all that it held comes back", () -> gauge(test, "gavel_buyer_calls") == 0
                    && gauge(test, "gavel_buyer_connections") == 0);
        } finally {
            end.countDown();
        }
    }

    @Test
    void shouldGiveTheLeadToTheRunnerUpWhenPostsHangAtTheLimit() throws Exception {
        final CountDownLatch end = new CountDownLatch(1);
        try (RawBuyer hanging = hanging(true, end);
             TestServer test = server(hanging, "calls: {max: 4}\n").set("intake.deadline", "2s").start()) {
            int sold = 0;
            int pending = 0;
            for (final Answer answer : leads(test, 0)) {
                sold += answer.outcome().equals("200 sold") ? 1 : 0;
                pending += answer.outcome().equals("200 pending") ? 1 : 0;
            }
            assertTrue(hanging.posts() <= MAX, hanging.posts() + " posts");
            assertEquals(LEADS - hanging.posts(), sold, "who finds no room loses the lead to the runner-up");
            assertEquals(hanging.posts(), pending);
            assertEquals(LEADS - hanging.posts() - test.pings("hangs", PingStatus.BUSY),
                    test.connections("hangs", BuyerStats.Event.POST_LIMIT));
            assertEquals(test.connections("hangs", BuyerStats.Event.POST_LIMIT),
                    test.posts("hangs", PostStatus.NOT_SENT));
            end.countDown();
        } finally {
            end.countDown();
        }
    }
}
