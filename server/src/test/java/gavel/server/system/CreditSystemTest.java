package gavel.server.system;

import gavel.server.admin.AdminClient;
import gavel.server.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer that pays in advance: what it paid in is sold to it, and not a lead more. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class CreditSystemTest {
    @TempDir
    Path folder;

    private TestServer start() throws Exception {
        return new TestServer(folder).buyer("payer", "ping: {price: fixed(4.00)}", "", "credit: 0.00 USD\n",
                "caps: [{leads: 9, per: month}]").start();
    }

    private static Map<String, Object> payment(final String amount, final String reference) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("buyer", "payer");
        members.put("amount", amount);
        members.put("currency", "USD");
        members.put("reference", reference);
        members.put("note", "by Ann");
        return members;
    }

    @Test
    void shouldSellWhatWasPaidForAlsoAfterARestart() throws Exception {
        try (TestServer test = start()) {
            assertEquals("200 unsold 306", send(test, 1));
            client(test).act("/credit", payment("9.00", "wire-1"));
            assertEquals(List.of("credit,payer,USD,total,-9.00,0.00,9.00"), rows(test, "/credit"));
            assertEquals("200 sold 0", send(test, 2));
            test.restart();
            assertEquals("409: payer has a payment with the reference wire-1 already; nothing was recorded now",
                    refused(test, payment("9.00", "wire-1")));
            assertEquals(List.of("credit,payer,USD,total,-5.00,0.00,5.00"), rows(test, "/credit"));
            assertEquals("200 sold 0", send(test, 3));
            assertEquals(List.of("credit,payer,USD,total,-1.00,0.00,1.00"), rows(test, "/credit"));
            assertEquals("200 unsold 504", send(test, 4));
            client(test).act("/credit", payment("-1.00", "wire-1-back"));
            assertEquals("200 unsold 306", send(test, 5));
            assertEquals(List.of("campaign,payer-all,leads,month,2,9,7", "credit,payer,USD,total,0.00,0.00,0.00"),
                    rows(test, "/caps"));
            assertTrue(get(test, "/metrics", Map.of()).contains(
                    "gavel_cap_taken{of=\"campaign\",id=\"payer-all\",unit=\"leads\",per=\"month\"} 2\n"));
        }
    }

    @Test
    void shouldRefuseWhatIsNoPayment() throws Exception {
        try (TestServer test = start()) {
            assertEquals("400: amount: an amount such as 500.00 is wanted, up to a billion, or with a minus what went "
                    + "back, not 1e3", refused(test, payment("1e3", "r")));
            for (final String amount : List.of("", "0", "-0.00", "--1", "-", "1.0000001", "9999999999999")) {
                assertTrue(refused(test, payment(amount, "r")).startsWith("400: amount: "), amount);
            }
            assertEquals("400: reference: say by what the payment is known again, such as the bank's id of it",
                    refused(test, payment("1.00", " ")));
            assertEquals("400: reference: at most 255 bytes of UTF-8", refused(test, payment("1.00", "x".repeat(256))));
            final Map<String, Object> other = payment("1.00", "r");
            other.put("currency", "EUR");
            assertEquals("400: currency: the account of payer is in USD", refused(test, other));
            other.put("buyer", "payers");
            assertEquals("400: no buyer payers; there are payer", refused(test, other));
            other.put("ammount", "1.00");
            assertEquals("400: no member ammount here; there are buyer, amount, currency, reference, note",
                    refused(test, other));
            assertEquals(List.of("credit,payer,USD,total,0.00,0.00,0.00"), rows(test, "/credit"));
        }
    }

    /** A lead of a person of its own; its outcome and reason. */
    private static String send(final TestServer test, final int person) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(person, person, ""));
            return answer.outcome() + " " + answer.code();
        }
    }

    private static String refused(final TestServer test, final Map<String, Object> members) {
        final AdminException refusal =
                assertThrows(AdminException.class, () -> client(test).act("/credit", members));
        return refusal.httpStatus() + ": " + refusal.getMessage();
    }

    private static List<String> rows(final TestServer test, final String path) throws Exception {
        return get(test, path, Map.of("format", "csv", "buyer", "payer")).lines().skip(1).toList();
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
