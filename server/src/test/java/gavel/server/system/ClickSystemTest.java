package gavel.server.system;

import gavel.persist.record.Bodies;
import gavel.persist.record.RecordKind;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A visit, and who is paid for the sale that comes of it. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class ClickSystemTest {
    @TempDir
    Path folder;

    private TestServer start() throws Exception {
        return new TestServer(folder).buyer("only", "ping: {price: fixed(5.00)}").start();
    }

    private static String clickId(final Answer click) {
        return click.headers().get("location").replaceAll(".*[?&](?:c|click_id)=([^&]*).*", "$1");
    }

    @Test
    void shouldRedirectAndRecordAndCreditTheClicksPublisher() throws Exception {
        try (TestServer test = start(); TestPublisher publisher = test.publisher()) {
            final Answer click = publisher.get("/c/quote?pub=south&sub1=a%20b&unknown=1");

            assertEquals(302, click.status());
            assertTrue(click.headers().get("location").startsWith("https://www.example.com/q?c="), click.toString());
            assertTrue(click.headers().get("location").endsWith("&s=a%20b"), click.toString());
            final Answer sale = publisher.lead(Leads.json(1, 1, ",\"click_id\":\"" + clickId(click) + "\""));
            assertEquals("200 sold", sale.outcome());
            Until.holds("both are settled",
                    () -> test.server().settle().sales() == 1 && test.server().settle().clicks() == 1);
            test.stop();
            final JournalView.Row row = test.journal().of(RecordKind.CLICK).get(0);
            assertEquals("south", row.click().publisher());
            assertEquals("quote", row.click().offer());
            assertEquals(List.of("a b", "", "", "", ""), row.click().subs());
            final Bodies.SaleBody sold = test.journal().one(RecordKind.SALE, sale.leadId()).sale();
            assertEquals("south", sold.creditedPublisher());
            assertEquals(Bodies.CreditedBy.CLICK, sold.creditedBy());
            assertEquals(row.id(), sold.lead().clickId());
            assertEquals("1", LedgerView.ask(test.data(), "SELECT count(*) FROM clicks WHERE sub1 = 'a b'"));
            assertEquals("-4000000", LedgerView.ask(test.data(),
                    "SELECT micros FROM balances WHERE account = 'publisher:south:payable'"));
            assertEquals("none", LedgerView.ask(test.data(),
                    "SELECT micros FROM balances WHERE account = 'publisher:north:payable'"));
        }
    }

    @Test
    void shouldCreditThePosterWhenTheClickIsForged() throws Exception {
        try (TestServer test = start(); TestPublisher publisher = test.publisher()) {
            final String id = clickId(publisher.get("/c/quote?pub=south"));
            final char last = id.charAt(10);
            final String forged = id.substring(0, 10) + (last == 'A' ? 'B' : 'A') + id.substring(11);
            final String[] claims = {forged, "x", id + "A", id.substring(1), "%%%", "\\u0000", id.repeat(3)};
            for (int i = 0; i < claims.length; i++) {
                final Answer sale = publisher.lead(Leads.json(i, i, ",\"click_id\":\"" + claims[i] + "\""));

                assertEquals("200 sold", sale.outcome(), claims[i] + " " + sale.body());
                assertEquals(i + 1, test.count(Counter.VALIDATE_CLICK_FORGED));
            }
            assertEquals(claims.length, test.count(LeadReason.FORGED_CLICK));
            test.stop();
            for (final JournalView.Row row : test.journal().of(RecordKind.SALE)) {
                assertEquals("north", row.sale().creditedPublisher());
                assertEquals(0, row.sale().lead().clickId());
            }
        }
    }

    @Test
    void shouldCreditThePosterWhenTheClickIsOfAnotherOffer() throws Exception {
        try (TestServer test = start(); TestPublisher publisher = test.publisher()) {
            final String id = publisher.get("/c/fixed?pub=south").headers().get("location")
                    .replaceAll(".*[?&]click_id=([^&]*).*", "$1");
            final Answer sale = publisher.lead(Leads.json(1, 1, ",\"click_id\":\"" + id + "\""));

            assertEquals("200 sold", sale.outcome());
            assertEquals(1, test.count(LeadReason.OTHER_OFFERS_CLICK));
            assertEquals(0, test.count(LeadReason.FORGED_CLICK));
            test.stop();
            final JournalView.Row row = test.journal().of(RecordKind.SALE).get(0);
            assertEquals("north", row.sale().creditedPublisher());
            assertEquals(0, row.sale().lead().clickId());
        }
    }

    @ParameterizedTest
    @CsvSource({"/c/nothing?pub=south, 404, 601", "/c/quote?pub=nobody, 404, 602", "/c/quote, 404, 602",
        "/c/quote?pub=south&sub1=%zz, 400, 603", "/c/?pub=south, 404, 601", "/c/quote/?pub=south, 404, 601"})
    void shouldRefuseAVisitThatIsNobodys(final String target, final int status, final int code) throws Exception {
        try (TestServer test = start(); TestPublisher publisher = test.publisher()) {
            final Answer click = publisher.get(target);

            assertEquals(status, click.status(), click.body());
            assertEquals(code, click.code());
            assertEquals(0, test.count(Counter.CLICK_RECORDED));
        }
    }
}
