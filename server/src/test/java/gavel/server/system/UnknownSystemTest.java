package gavel.server.system;

import gavel.server.admin.AdminClient;
import gavel.server.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an operator sees of posts whose outcome nobody knows, and how they are settled. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class UnknownSystemTest {
    private static final int AT_ONCE = 4;
    private static final int ASKED_ABOUT = 20;
    private static final String STATUS = """
            status:
              url: ORIGIN/status?lead={{publisher_lead_id}}
              after: 1ms
              answer:
                accept: {path: state, values: [accepted]}
                reject: {path: state, values: [rejected, none]}
                reference: reference
            """;

    @TempDir
    Path folder;

    @Test
    void shouldListWhoMayHaveWhichLeadAlsoAfterARestart() throws Exception {
        try (TestServer test = start("")) {
            assertEquals(1, unknown(test, "").size(), "the names of the columns");
            assertTrue(metrics(test).contains("gavel_unknown_posts 0\n"), metrics(test));
            final Answer answer = unknownLead(test, 1);

            final List<String> listed = unknown(test, "");
            assertEquals(2, listed.size(), listed.toString());
            assertTrue(listed.get(1).startsWith(answer.leadId() + ",1,"), listed.get(1));
            assertTrue(listed.get(1).contains(",faulty,") && listed.get(1).contains(",USD,9.00,"), listed.get(1));
            assertEquals(1, unknown(test, "better").size());
            assertEquals(2, unknown(test, "faulty").size());
            assertTrue(metrics(test).contains("gavel_unknown_posts 1\n"), metrics(test));
            test.restart();
            assertEquals(listed, unknown(test, ""));
        }
    }

    @Test
    void shouldSellWhatThePersonSaysTheBuyerTookAndTellThePublisherToo() throws Exception {
        try (TestServer test = start("")) {
            final Answer answer = unknownLead(test, 1);
            final Map<String, Object> settled = settle(test, answer.leadId(), "sold", "R-7", "by mail");
            assertEquals("9.00 USD faulty north", settled.get("price") + " " + settled.get("currency") + " "
                    + settled.get("buyer") + " " + settled.get("credited_publisher"));
            assertEquals(1, unknown(test, "").size());
            assertTrue(metrics(test).contains("gavel_unknown_posts 0\n"), metrics(test));
            assertSoldAt(test, answer, "9.00");
            assertEquals("404: lead " + answer.leadId() + " has no post whose outcome is unknown; "
                    + "`gavel unknown list` shows those there are", refused(test, answer.leadId(), "rejected", "n"));
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 duplicate", publisher.lead(Leads.json(2, 1, "")).outcome());
            }
            Until.holds("the sale is in the ledger", () -> test.server().settle().sales() == 1);
            assertTrue(get(test, "/report/sales", Map.of("format", "csv")).contains(",R-7,USD,9.00,"),
                    get(test, "/report/sales", Map.of("format", "csv")));
            assertTrue(get(test, "/report/buyers", Map.of("format", "csv")).contains(",1,0,0,0,9.00"),
                    get(test, "/report/buyers", Map.of("format", "csv")));
            test.restart();
            assertEquals(1, unknown(test, "").size());
            assertSoldAt(test, answer, "9.00");
        }
    }

    @Test
    void shouldGiveBackCapAndPersonOfWhatWasNoSaleAlsoAfterARestart() throws Exception {
        try (TestServer test = start("caps: [{leads: 1, per: day}]")) {
            final Answer first = unknownLead(test, 1);
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 duplicate", publisher.lead(Leads.json(2, 1, "")).outcome());
                assertEquals("5.00", publisher.lead(Leads.json(3, 3, "")).text("price"), "the cap is reached");
            }
            settle(test, first.leadId(), "rejected", "too far", "their log");
            try (TestPublisher publisher = test.publisher()) {
                final Answer now = publisher.outcome(first.leadId());
                assertEquals("200 unsold 507", now.outcome() + " " + now.code());
            }
            final Answer again = unknownLead(test, 1);
            settle(test, again.leadId(), "not_sent", "", "their log");
            test.restart();
            final Answer third = unknownLead(test, 1);
            Until.holds("the ledger has both ends", () ->
                    get(test, "/report/buyers", Map.of("format", "csv")).contains(",0,1,1,1,0.00"));
            assertEquals(third.leadId(), unknown(test, "").get(1).substring(0, third.leadId().length()));
        }
    }

    @Test
    void shouldAnswerARepeatWithWhatWasFoundOut() throws Exception {
        try (TestServer test = start(""); TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.repeatable(Leads.json(1), "k-1");
            assertEquals("200 unknown", answer.outcome());
            awaitListed(test, answer);
            settle(test, answer.leadId(), "sold", "", "by phone");
            assertEquals("200 sold", publisher.repeatable(Leads.json(1), "k-1").outcome());
        }
    }

    @Test
    void shouldSettleALeadOnceHoweverManySayAtOnce() throws Exception {
        try (TestServer test = start("")) {
            final String lead = unknownLead(test, 1).leadId();
            final ExecutorService people = Executors.newFixedThreadPool(AT_ONCE);
            final List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                final String outcome = i % 2 == 0 ? "sold" : "rejected";
                calls.add(() -> {
                    try {
                        return (String) settle(test, lead, outcome, "", "n").get("outcome");
                    } catch (final AdminException e) {
                        return String.valueOf(e.httpStatus());
                    }
                });
            }
            final List<String> heard = new ArrayList<>();
            for (final Future<String> call : people.invokeAll(calls)) {
                heard.add(call.get());
            }
            people.shutdown();
            assertEquals(AT_ONCE - 1, heard.stream().filter(List.of("404", "503")::contains).count(),
                    heard.toString());
        }
    }

    @Test
    void shouldAskABuyerThatHasAStatusUrlWhatBecameOfAPost() throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("faulty", "ping: {price: fixed(9.00)}, post: {accept: 60%}, "
                        + "faults: {post: {bad_json: 100%}}", "", STATUS, "").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < ASKED_ABOUT; i++) {
                assertEquals("200 unknown", publisher.lead(Leads.json(i)).outcome());
            }
            final long accepted = test.sim().book("faulty").accepted();
            Until.holds("all are settled", () -> metrics(test).contains(
                    "gavel_unknown_ended_total{outcome=\"sold\",found_by=\"status\"} " + accepted + "\n")
                    && metrics(test).contains("gavel_unknown_ended_total{outcome=\"rejected\",found_by=\"status\"} "
                    + (ASKED_ABOUT - accepted) + "\n"));
            assertTrue(accepted > 0 && accepted < ASKED_ABOUT, accepted + " accepted");
            assertTrue(metrics(test).contains(
                    "gavel_status_asked_total{buyer=\"faulty\",outcome=\"sold\"} " + accepted), metrics(test));
            Until.holds("the ledger agrees with the buyer", () -> test.server().settle().sales() == accepted);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithWhatAPersonSays() throws Exception {
        try (TestServer test = start("")) {
            final String lead = unknownLead(test, 1).leadId();
            assertEquals("400: lead_id: nonsense is no lead's id; it has 13 characters, as in an answer",
                    refused(test, "nonsense", "sold", "n"));
            assertEquals("400: outcome: there is no lost; it is one of sold, rejected, not_sent",
                    refused(test, lead, "lost", "n"));
            assertEquals("400: note: say who found it out, and how; it is kept in the books",
                    refused(test, lead, "sold", " "));
            assertEquals("400: note: at most 255 bytes of UTF-8", refused(test, lead, "sold", "é".repeat(128)));
            assertEquals("400: no member price here; there are lead_id, outcome, reference, note",
                    refused(test, Map.of("lead_id", lead, "price", "1.00")));
            assertEquals("400: note: a text is wanted, not 7",
                    refused(test, Map.of("lead_id", lead, "outcome", "sold", "note", 7)));
            assertEquals(2, unknown(test, "").size(), "nothing has changed");
        }
    }

    private TestServer start(final String campaign) throws Exception {
        return new TestServer(folder)
                .buyer("faulty", "ping: {price: fixed(9.00)}, faults: {post: {garbage: 100%}}", "", "", campaign)
                .buyer("better", "ping: {price: fixed(5.00)}").start();
    }

    private static Answer unknownLead(final TestServer test, final int person) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(person));
            assertEquals("200 unknown", answer.outcome(), answer.body());
            awaitListed(test, answer);
            return answer;
        }
    }

    /** A lead is listed when its end is forced, which its answer does not wait for with {@code process}. */
    private static void awaitListed(final TestServer test, final Answer lead) throws Exception {
        Until.holds("the lead is listed", () -> get(test, "/unknown", Map.of()).contains(lead.leadId()));
    }

    private static void assertSoldAt(final TestServer test, final Answer lead, final String price) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            final Answer now = publisher.outcome(lead.leadId());
            assertEquals("200 sold " + price, now.outcome() + " " + now.text("price"), now.body());
        }
    }

    private static Map<String, Object> settle(final TestServer test, final String lead, final String outcome,
                                              final String reference, final String note) throws Exception {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("lead_id", lead);
        members.put("outcome", outcome);
        members.put("reference", reference);
        members.put("note", note);
        return client(test).act("/unknown", members);
    }

    private static String refused(final TestServer test, final String lead, final String outcome, final String note) {
        return text(assertThrows(AdminException.class, () -> settle(test, lead, outcome, "", note)));
    }

    private static String refused(final TestServer test, final Map<String, Object> members) {
        return text(assertThrows(AdminException.class, () -> client(test).act("/unknown", members)));
    }

    private static String text(final AdminException refusal) {
        return refusal.httpStatus() + ": " + refusal.getMessage();
    }

    private static List<String> unknown(final TestServer test, final String buyer) throws Exception {
        return get(test, "/unknown", Map.of("format", "csv", "buyer", buyer)).lines().toList();
    }

    private static String metrics(final TestServer test) throws Exception {
        return get(test, "/metrics", Map.of());
    }

    private static String get(final TestServer test, final String path, final Map<String, String> parameters)
            throws Exception {
        final StringWriter out = new StringWriter();
        client(test).copy(path, parameters, out, note -> { });
        return out.toString();
    }

    private static AdminClient client(final TestServer test) {
        return new AdminClient("127.0.0.1:" + test.server().adminPort());
    }
}
