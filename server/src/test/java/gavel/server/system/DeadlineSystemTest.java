package gavel.server.system;

import gavel.server.lead.PostStatus;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The publisher's own deadline, and what it can ask for after it. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class DeadlineSystemTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldAnswerPendingBeforeTheDeadlineAndTheOutcomeWhenAsked(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .set("post.timeout", "3s").buyer("only", "faults: {post: {hang: 100%}}").start();
             TestPublisher publisher = test.publisher();
             TestPublisher other = new TestPublisher(test.port(), TestPublisher.KEY_SOUTH)) {
            final Answer pending = publisher.lead(Leads.json(1, 1, ",\"deadline_ms\":500"));

            assertEquals("200 pending", pending.outcome());
            assertEquals(506, pending.code());
            assertEquals("200 pending", publisher.outcome(pending.leadId()).outcome());
            assertEquals(404, other.outcome(pending.leadId()).status());
            Until.holds("the post times out",
                    () -> publisher.outcome(pending.leadId()).outcome().equals("200 unknown"));
            assertEquals(404, other.outcome(pending.leadId()).status());
            assertEquals(1, test.posts("only", PostStatus.UNKNOWN));
            assertEquals(1, test.count(Counter.INTAKE_PENDING));
            test.restart();
            try (TestPublisher again = test.publisher()) {
                assertEquals("200 unknown", again.outcome(pending.leadId()).outcome());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldKnowALeadFromTheMomentItIsAnswered(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability).set("drain.interval", "300ms")
                .buyer("only", "post: {accept: 50%}").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < 10; i++) {
                final Answer answer = publisher.lead(Leads.json(i));

                assertEquals(answer.body(), publisher.outcome(answer.leadId()).body());
            }
        }
    }

    @Test
    void shouldEndALeadWhosePublisherHasGone() throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("only", "ping: {latency: fixed(100ms)}, post: {latency: fixed(100ms)}").start();
             TestPublisher publisher = test.publisher()) {
            try (TestPublisher gone = test.publisher()) {
                gone.send(Leads.json(1), "application/json", "Idempotency-Key: k1");
                Until.holds("the ping arrives", () -> test.sim().book("only").pings() == 1);
            }
            Until.holds("the lead is sold", () -> test.count(Counter.SALE_SOLD) == 1);

            final Answer answer = publisher.repeatable(Leads.json(1), "k1");
            assertEquals("200 sold", answer.outcome());
            assertEquals(answer.body(), publisher.outcome(answer.leadId()).body());
            assertEquals(1, test.sim().book("only").accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0000000000000", "zzzzzzzzzzzzz", "0000000000001?x=1", "..%2f..", "8000000000000"})
    void shouldNotKnowALeadThatNeverWas(final String id) throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals(404, publisher.outcome(id).status());
        }
    }
}
