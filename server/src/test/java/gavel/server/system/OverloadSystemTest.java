package gavel.server.system;

import gavel.persist.record.RecordKind;
import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Too much is refused at the door, counted, and over when it is over. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class OverloadSystemTest {
    private static final int PUBLISHERS = 40;

    @TempDir
    Path folder;

    private static void refused(final TestServer test, final int code) throws Exception {
        final List<TestPublisher> publishers = new ArrayList<>();
        try {
            for (int i = 0; i < PUBLISHERS; i++) {
                publishers.add(test.publisher());
                publishers.get(i).send(Leads.json(i), "application/json");
            }
            int sold = 0;
            for (final TestPublisher publisher : publishers) {
                final Answer answer = publisher.read(0);
                if (answer.status() == 503) {
                    assertEquals(code, answer.code(), answer.body());
                    assertEquals("1", answer.headers().get("retry-after"));
                } else {
                    assertEquals("200 sold", answer.outcome());
                    sold++;
                }
            }
            assertTrue(sold > 0 && sold < PUBLISHERS, sold + " sold");
            assertEquals(PUBLISHERS - sold, test.count(LeadReason.ofCode(code)));
            Until.holds("leads are taken again",
                    () -> publishers.get(0).lead(Leads.json(PUBLISHERS)).outcome().equals("200 sold"));
            test.stop();
            assertEquals(sold + 1, test.journal().of(RecordKind.SALE).size());
        } finally {
            for (final TestPublisher publisher : publishers) {
                publisher.close();
            }
        }
    }

    @Test
    void shouldRefuseLeadsForWhoseRecordsThereIsNoRoom() throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.entries", "64").set("loops", "1")
                .buyer("only", "ping: {latency: fixed(200ms)}").start()) {
            refused(test, 902);
        }
    }

    @Test
    void shouldRefuseLeadsOverTheNumberThatMayRun() throws Exception {
        try (TestServer test = new TestServer(folder).set("intake.leads_max", "4")
                .buyer("only", "ping: {latency: fixed(200ms)}").start()) {
            refused(test, 901);
        }
    }

    @Test
    void shouldCountARefusalOnce() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start();
             TestPublisher stranger = new TestPublisher(test.port(), "k_wrong");
             TestPublisher north = test.publisher()) {
            assertEquals(401, stranger.lead(Leads.json(1)).status());
            assertEquals(422, north.lead(Leads.json(1).replace("78701", "x")).status());
            assertEquals(400, north.lead("{}").status());

            assertEquals(1, test.count(LeadReason.NOT_AUTHENTICATED));
            assertEquals(1, test.count(LeadReason.WRONG_FIELD));
            assertEquals(1, test.count(LeadReason.MISSING_MEMBER));
        }
    }
}
