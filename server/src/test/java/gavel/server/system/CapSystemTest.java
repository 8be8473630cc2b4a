package gavel.server.system;

import gavel.persist.record.RecordKind;
import gavel.server.lead.PostStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A cap is never exceeded, however many want its last place. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class CapSystemTest {
    private static final String CAP = "caps: [{leads: 5, per: day}]";

    @TempDir
    Path folder;

    private static List<Answer> atOnce(final TestServer test, final int first, final int count) throws Exception {
        final List<TestPublisher> publishers = new ArrayList<>();
        final List<Answer> answers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                publishers.add(test.publisher());
            }
            for (int i = 0; i < count; i++) {
                publishers.get(i).send(Leads.json(first + i), "application/json");
            }
            for (final TestPublisher publisher : publishers) {
                answers.add(publisher.read(0));
            }
        } finally {
            for (final TestPublisher publisher : publishers) {
                publisher.close();
            }
        }
        return answers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldSellExactlyFiveOfFiftyAtOnce(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("only", "ping: {latency: fixed(100ms)}, post: {latency: fixed(20ms)}", "", "", CAP).start()) {
            int sold = 0;
            for (final Answer answer : atOnce(test, 0, 50)) {
                sold += answer.outcome().equals("200 sold") ? 1 : 0;
                assertTrue(answer.outcome().equals("200 sold") || answer.code() == 304 || answer.code() == 504,
                        answer.body());
            }
            assertEquals(5, sold);
            assertEquals(5, test.sim().book("only").accepted());
            assertEquals(5, test.sim().book("only").posts());
            test.restart();
            try (TestPublisher publisher = test.publisher()) {
                assertEquals(304, publisher.lead(Leads.json(100)).code());
            }
            test.stop();
            assertEquals(5, test.journal().of(RecordKind.SALE).size());
        }
    }

    @Test
    void shouldGiveThePlaceOfARejectionBack() throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("only", "post: {accept: 50%}", "", "", CAP).start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < 40; i++) {
                publisher.lead(Leads.json(i));
            }
            assertEquals(5, test.posts("only", PostStatus.SOLD));
            assertTrue(test.posts("only", PostStatus.REJECTED) > 0, "some were rejected before the cap was reached");
            test.restart();
            try (TestPublisher again = test.publisher()) {
                assertEquals(304, again.lead(Leads.json(100)).code());
            }
        }
    }

    @Test
    void shouldKeepThePlaceOfAnUnknownAlsoAfterARestart() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.timeout", "100ms")
                .buyer("only", "faults: {post: {hang: 100%}}", "", "", "caps: [{leads: 2, per: day}]").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 unknown", publisher.lead(Leads.json(1)).outcome());
            }
            test.restart();
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 unknown", publisher.lead(Leads.json(2)).outcome());
                assertEquals(304, publisher.lead(Leads.json(3)).code());
            }
        }
    }
}
