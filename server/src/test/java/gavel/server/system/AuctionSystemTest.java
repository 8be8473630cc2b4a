package gavel.server.system;

import gavel.persist.record.Bodies;
import gavel.persist.record.RecordKind;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PostStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is asked, who wins, who comes next, and why a lead is unsold. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class AuctionSystemTest {
    private static final String REJECTS = "ping: {price: fixed(%s)}, post: {accept: 0%%}";

    @TempDir
    Path folder;

    @Test
    void shouldPostToTheRunnerUpAfterARejection() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("first", String.format(REJECTS, "9.00"))
                .buyer("second", "ping: {price: fixed(5.00)}").start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));

            assertEquals("200 sold", answer.outcome());
            assertEquals("5.00", answer.text("price"));
            test.stop();
            assertEquals(List.of(RecordKind.POSTING, RecordKind.POST_ENDED, RecordKind.POSTING, RecordKind.SALE),
                    test.journal().kinds(answer.leadId()));
            final JournalView.Row ended = test.journal().one(RecordKind.POST_ENDED, answer.leadId());
            assertEquals("first", ended.postEnded().buyer());
            assertEquals(PostStatus.REJECTED.code(), ended.postEnded().status());
            assertEquals(LeadReason.POST_REJECTED.code(), ended.postEnded().reason());
            assertEquals(2, test.journal().one(RecordKind.SALE, answer.leadId()).attempt());
        }
    }

    @Test
    void shouldStopAfterTheLastAttemptAndRecordEachOfThem() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.attempts_max", "2").set("sale.durability", "disk")
                .buyer("first", String.format(REJECTS, "9.00")).buyer("second", String.format(REJECTS, "8.00"))
                .buyer("third", "ping: {price: fixed(7.00)}").start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));

            assertEquals("200 unsold", answer.outcome());
            assertEquals(LeadReason.ALL_REJECTED.code(), answer.code());
            assertEquals(0, test.sim().book("third").posts());
            test.stop();
            assertEquals(List.of(RecordKind.POSTING, RecordKind.POST_ENDED, RecordKind.POSTING, RecordKind.POST_ENDED,
                    RecordKind.LEAD_ENDED), test.journal().kinds(answer.leadId()));
            final Bodies.LeadEndedBody ended = test.journal().one(RecordKind.LEAD_ENDED, answer.leadId()).leadEnded();
            assertEquals(Bodies.Outcome.UNSOLD, ended.outcome());
            assertEquals(LeadReason.ALL_REJECTED.code(), ended.reason());
        }
    }

    @Test
    void shouldNotRepeatTheReasonOfOneAttemptInTheRecordOfTheNext() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.timeout", "200ms")
                .buyer("first", String.format(REJECTS, "9.00"))
                .buyer("second", "ping: {price: fixed(8.00)}, faults: {post: {hang: 100%}}").start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));

            assertEquals("200 unknown", answer.outcome());
            test.stop();
            final List<JournalView.Row> ended = test.journal().of(RecordKind.POST_ENDED);
            assertTrue(ended.get(0).postEnded().reference().length() > 0, "the first buyer gave a reason");
            assertEquals("", ended.get(1).postEnded().reference());
        }
    }

    private Answer answerWith(final String buyer, final String campaign, final String members) throws Exception {
        final String timeout = buyer.contains("hang") ? "200ms" : "2s";
        try (TestServer test = new TestServer(folder).set("ping.timeout", timeout)
                .buyer("only", buyer, "", "", campaign).start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1, 1, members));
            assertEquals("200 unsold", answer.outcome());
            assertEquals(1, test.count(LeadReason.ofCode(answer.code())));
            test.stop();
            assertEquals(answer.code(),
                    test.journal().one(RecordKind.LEAD_ENDED, answer.leadId()).leadEnded().reason());
            return answer;
        }
    }

    @Test
    void shouldSayThatNoCampaignBuysTheOffer() throws Exception {
        assertEquals(301, answerWith("", "on: false", "").code());
    }

    @Test
    void shouldSayThatNoFilterLetsTheLeadPass() throws Exception {
        assertEquals(302, answerWith("", "filters: {state: [OK]}", "").code());
    }

    @Test
    void shouldSayThatEveryCampaignIsClosed() throws Exception {
        final int now = java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).getHour();
        final String later = String.format("schedule: [\"mon-sun %02d:00-%02d:30\"]", (now + 12) % 24, (now + 12) % 24);
        assertEquals(303, answerWith("", later, "").code());
    }

    @Test
    void shouldSayThatNobodyBids() throws Exception {
        assertEquals(402, answerWith("ping: {bid: 0%}", "", "").code());
    }

    @Test
    void shouldSayThatBidsAreBelowTheFloorOfTheLead() throws Exception {
        assertEquals(401, answerWith("ping: {price: fixed(5.00)}", "", ",\"floor\":\"5.01\"").code());
    }

    @Test
    void shouldSayThatBidsLeaveTooLittleMargin() throws Exception {
        assertEquals(401, answerWith("ping: {price: fixed(0.99)}", "", "").code());
    }

    @Test
    void shouldSayThatNobodyAnsweredInTime() throws Exception {
        assertEquals(403, answerWith("faults: {ping: {hang: 100%}}", "", "").code());
    }

    @Test
    void shouldSayThatNobodyAnsweredInTimeWhenALateAnswerCame() throws Exception {
        try (TestServer test = new TestServer(folder).set("ping.timeout", "500ms")
                .buyer("late", "ping: {latency: fixed(150ms)}", "timeout: 50ms", "", "")
                .buyer("hangs", "faults: {ping: {hang: 100%}}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals(403, publisher.lead(Leads.json(1)).code());
        }
    }

    @Test
    void shouldNotBelieveABidOverTheMaximum() throws Exception {
        assertEquals(402, answerWith("ping: {price: fixed(100.01)}", "", "").code());
    }

    @Test
    void shouldPayAFixedPayoutOnlyWhereThePriceCoversIt() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "ping: {price: fixed(2.99)}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals(401, publisher.lead(Leads.of("fixed", "F-1", 1, "")).code());
        }
    }

    @Test
    void shouldRecordHowLongABuyerTook() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "ping: {latency: fixed(30ms)}")
                .buyerAt("nameless", "http://no-such-host.invalid:9").start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));
            test.stop();
            for (final Bodies.Bid bid : test.journal().one(RecordKind.POSTING, answer.leadId()).posting().bids()) {
                assertTrue(bid.elapsedUs() >= (bid.buyer().equals("only") ? 30_000 : 0), bid.toString());
            }
        }
    }

    @Test
    void shouldDecideTiesTheSameWayOnEveryRunAndForNobodyInParticular() throws Exception {
        final List<List<String>> runs = new ArrayList<>();
        for (final String[] latency : new String[][] {{"instant", "fixed(15ms)"}, {"fixed(15ms)", "instant"}}) {
            runs.add(winners(folder.resolve(latency[0].substring(0, 5)), latency[0], latency[1]));
        }
        assertEquals(runs.get(0), runs.get(1));
        assertEquals(2, new HashSet<>(runs.get(0)).size(), runs.toString());
    }

    private static List<String> winners(final Path folder, final String one, final String other) throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("one", "ping: {price: fixed(5.00), latency: " + one + "}")
                .buyer("other", "ping: {price: fixed(5.00), latency: " + other + "}").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < 16; i++) {
                assertEquals("200 sold", publisher.lead(Leads.json(i)).outcome());
            }
            test.stop();
            return test.journal().of(RecordKind.SALE).stream().map(row -> row.sale().buyer()).toList();
        }
    }
}
