package gavel.server.system;

import gavel.persist.record.Bodies;
import gavel.persist.record.RecordKind;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One lead from the first byte to the ledger. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class SaleSystemTest {
    /** Longer than a post takes, or the force would win the race even where nothing waits for it. */
    private static final long SLOW_DISK_NS = 60_000_000;

    @TempDir
    Path folder;

    private TestServer twoBuyers() throws Exception {
        return new TestServer(folder).buyer("high", "ping: {price: fixed(5.01)}")
                .buyer("low", "ping: {price: fixed(2.00)}");
    }

    @ParameterizedTest
    @CsvSource({"process, nio", "disk, nio", "process, auto", "disk, auto"})
    void shouldSellToTheHighestBidAndKeepBooksThatAgree(final String durability, final String transport)
            throws Exception {
        try (TestServer test = twoBuyers().set("sale.durability", durability).set("transport", transport).start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1, 1, ",\"sub1\":\"s42\",\"floor\":\"2.50\""));

            assertEquals("200 sold", answer.outcome());
            assertEquals("5.01", answer.text("price"));
            assertEquals("4.008", answer.text("payout"));
            assertEquals("USD", answer.text("currency"));
            assertTrue(answer.text("redirect_url").startsWith("https://buyer.example/thanks/"), answer.body());
            assertTrue(answer.body().contains("\"reason\":null"), answer.body());
            assertTrue(Long.parseLong(answer.text("ping")) > 0, answer.body());
            assertTrue(Long.parseLong(answer.text("post")) > 0, answer.body());
            assertEquals(5_010_000, test.sim().acceptedLeads("high").get("A-1"));
            assertEquals(0, test.sim().book("low").posts());
            assertEquals(1, test.pings("high", PingStatus.BID));
            assertEquals(1, test.pings("low", PingStatus.BID));
            assertEquals(1, test.posts("high", PostStatus.SOLD));
            assertEquals(1, test.count(Counter.SALE_SOLD));
            Until.holds("the sale is settled", () -> test.server().settle().sales() == 1);
            test.stop();
            assertRecords(test, answer);
            assertLedger(test);
        }
    }

    private static void assertRecords(final TestServer test, final Answer answer) {
        final JournalView journal = test.journal();
        assertEquals(List.of(RecordKind.POSTING, RecordKind.SALE), journal.kinds(answer.leadId()));
        final Bodies.PostingBody posting = journal.one(RecordKind.POSTING, answer.leadId()).posting();
        final Bodies.SaleBody sale = journal.one(RecordKind.SALE, answer.leadId()).sale();
        assertEquals(posting.priceMicros(), sale.priceMicros());
        assertEquals(posting.payoutMicros(), sale.payoutMicros());
        assertEquals(5_010_000, sale.priceMicros());
        assertEquals(4_008_000, sale.payoutMicros());
        assertEquals("high", sale.buyer());
        assertEquals("north", sale.creditedPublisher());
        assertEquals(Bodies.CreditedBy.LEAD, sale.creditedBy());
        assertEquals(answer.body(), new String(sale.answer(), StandardCharsets.UTF_8));
        assertEquals(2, posting.bids().size());
        for (final Bodies.LeadBlock lead : List.of(posting.lead(), sale.lead())) {
            assertEquals("north", lead.publisher());
            assertEquals("quote", lead.offer());
            assertEquals("auto", lead.vertical());
            assertEquals("A-1", lead.publisherLeadId());
            assertEquals("USD", lead.currency());
            assertEquals("s42", lead.subs().get(0));
            assertEquals(2_500_000, lead.floorMicros());
            assertEquals(1, lead.duplicates().length);
        }
    }

    private static void assertLedger(final TestServer test) throws Exception {
        assertEquals("5010000", LedgerView.ask(test.data(),
                "SELECT price_micros FROM sales WHERE publisher_lead_id = 'A-1'"));
        assertEquals("0", LedgerView.ask(test.data(), "SELECT sum(micros) FROM entries"));
        assertEquals("3", LedgerView.ask(test.data(), "SELECT count(*) FROM entries"));
        assertEquals("5010000", LedgerView.ask(test.data(),
                "SELECT micros FROM balances WHERE account = 'buyer:high:receivable'"));
    }

    @Test
    void shouldTakeAFormAsItTakesJson() throws Exception {
        try (TestServer test = twoBuyers().start(); TestPublisher publisher = test.publisher()) {
            final Answer json = publisher.lead(Leads.json(1));
            final Answer form = publisher.form(Leads.form(2));

            assertEquals("200 sold", json.outcome());
            assertEquals("200 sold", form.outcome());
            assertEquals(json.text("price") + json.text("payout"), form.text("price") + form.text("payout"));
            test.stop();
            final Bodies.LeadBlock one = test.journal().one(RecordKind.SALE, json.leadId()).sale().lead();
            final Bodies.LeadBlock two = test.journal().one(RecordKind.SALE, form.leadId()).sale().lead();
            assertEquals(one.vertical() + one.offer() + one.subs(), two.vertical() + two.offer() + two.subs());
        }
    }

    @Test
    void shouldForceTheIntentBeforeTheBuyerReceivesThePost() throws Exception {
        try (ScriptedBuyer buyer = new ScriptedBuyer("{\"bid\":\"5.00\"}", "{\"accepted\":true}");
             TestServer test = new TestServer(folder).set("sale.durability", "disk").buyerAt("raw", buyer.origin())
                     .start();
             TestPublisher publisher = test.publisher()) {
            buyer.onPost(() -> test.journal().of(RecordKind.POSTING).size());
            test.server().store().drain().addAfterForce((location, buffer, offset, length) ->
                    LockSupport.parkNanos(SLOW_DISK_NS));
            for (int i = 1; i <= 10; i++) {
                assertEquals("200 sold", publisher.lead(Leads.json(i)).outcome());

                assertEquals(i, buyer.seenAtPost(), "intents in the forced journal when post " + i + " arrived");
                assertEquals(i, test.journal().of(RecordKind.SALE).size(), "forced sales when the answer was read");
            }
        }
    }

    @Test
    void shouldSendNoPersonalDataInAPing() throws Exception {
        try (ScriptedBuyer buyer = new ScriptedBuyer("{\"bid\":\"5.00\"}", "{\"accepted\":true}");
             TestServer test = new TestServer(folder).buyerAt("raw", buyer.origin()).start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());

            assertEquals("{\"lead\":\"A-1\",\"state\":\"TX\",\"zip\":\"78701\"}", buyer.bodies().get(0));
            assertTrue(buyer.bodies().get(1).contains("\"phone\":\"+12025550001\""), buyer.bodies().get(1));
            assertTrue(buyer.bodies().get(1).contains("\"note\":\"say \\\"hi\\\"\""), buyer.bodies().get(1));
            assertTrue(buyer.bodies().get(1).contains("\"price\":\"5.00\""), buyer.bodies().get(1));
        }
    }
}
