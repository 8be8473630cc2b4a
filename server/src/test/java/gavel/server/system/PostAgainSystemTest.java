package gavel.server.system;

import gavel.server.admin.AdminClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer that promises that one key twice is one sale is posted to again when nobody knows what became of it. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class PostAgainSystemTest {
    private static final String ACCEPTED = "{\"accepted\":true,\"reference\":\"R-9\"}";

    @TempDir
    Path folder;
    private ScriptedBuyer buyer;
    private TestServer test;

    @BeforeEach
    void start() throws Exception {
        final Path key = folder.resolve("personal.key");
        Files.writeString(key, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        buyer = new ScriptedBuyer("{\"bid\":\"4.00\",\"ping_ref\":\"p \\\"7\\\"\"}", "{\"accepted\":\"perhaps\"}");
        test = new TestServer(folder).buyerAt("again", buyer.origin());
        test.set("personal.key.file", key.toString());
        test.startBuyers();
        final Path file = folder.resolve("conf/buyers/again.yaml");
        Files.writeString(file, Files.readString(file).replace("post:\n", "post:\n  idempotent: true\n"));
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
        buyer.close();
    }

    private String unknown() throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));
            assertEquals("200 unknown", answer.outcome());
            Until.holds("the lead is listed", () -> get("/unknown").contains(answer.leadId()));
            return answer.leadId();
        }
    }

    private List<String> posts() {
        return buyer.bodies().stream().filter(body -> body.contains("\"key\"")).toList();
    }

    private void awaitCount(final String outcome, final int least) throws Exception {
        Until.holds("asked and " + outcome, () -> get("/metrics").lines()
                .filter(line -> line.startsWith("gavel_status_asked_total{buyer=\"again\",outcome=\"" + outcome))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum() >= least);
    }

    @Test
    void shouldSellWhatTheBuyerSaysToTheSamePostAlsoAfterARestart() throws Exception {
        test.startServer();
        final String lead = unknown();
        buyer.outcome(ACCEPTED);
        test.restart();
        awaitCount("sold", 1);
        assertEquals(2, posts().size());
        assertEquals(posts().get(0), posts().get(1));
        assertEquals("{\"lead\":\"A-1\",\"price\":\"4.00\",\"ref\":\"p \\\"7\\\"\",\"key\":\"" + lead + "-1\",\n"
                + "\"phone\":\"+12025550001\",\"zip\":\"78701\",\"note\":\"say \\\"hi\\\"\"}", posts().get(1));
        try (TestPublisher publisher = test.publisher()) {
            Until.holds("sold", () -> publisher.outcome(lead).outcome().equals("200 sold"));
        }
        Until.holds("the ledger has it", () -> test.server().settle().sales() == 1);
        assertEquals(1, get("/metrics").lines().filter(
                "gavel_unknown_ended_total{outcome=\"sold\",found_by=\"answer\"} 1"::equals).count());
    }

    @Test
    void shouldEndAsNoSaleWhatTheBuyerRejectsAndAskAgainWhileItIsNotSure() throws Exception {
        test.startServer();
        final String lead = unknown();
        awaitCount("unclear", 1);
        buyer.outcome("{\"accepted\":false,\"reason\":\"too far\"}");
        awaitCount("rejected", 1);
        try (TestPublisher publisher = test.publisher()) {
            Until.holds("unsold", () -> publisher.outcome(lead).outcome().equals("200 unsold"));
        }
        assertEquals(3, posts().size());
    }

    @Test
    void shouldLeaveAPersonThatWasForgottenToAPersonToSettle() throws Exception {
        test.startServer();
        final String lead = unknown();
        new AdminClient("127.0.0.1:" + test.server().adminPort()).act("/person", Map.of("lead_id", lead));
        awaitCount("error", 1);
        assertEquals(1, posts().size());
        assertTrue(get("/unknown").contains(lead));
    }

    private String get(final String path) throws Exception {
        final StringWriter out = new StringWriter();
        new AdminClient("127.0.0.1:" + test.server().adminPort()).copy(path, Map.of(), out, note -> { });
        return out.toString();
    }
}
