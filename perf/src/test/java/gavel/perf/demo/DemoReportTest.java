package gavel.perf.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import gavel.perf.load.Arrivals;
import gavel.perf.load.Load;
import gavel.perf.load.LoadConfig;
import gavel.perf.load.LoadResult;
import gavel.perf.load.LoadRun;
import gavel.perf.load.LoadTransport;
import gavel.perf.load.Outcome;
import gavel.perf.load.Pace;
import gavel.perf.load.ScriptedServer;

/** What a reader sees of the leads: what each became in the end, and that none is missing. */
class DemoReportTest {
    private static final String SOLD =
        "{\"status\":\"sold\",\"lead_id\":\"1\",\"price\":\"2.50\",\"payout\":\"2.00\",\"currency\":\"USD\"}";

    private final AtomicInteger asked = new AtomicInteger();

    private ScriptedServer.Reply answer(final ScriptedServer.Heard heard) {
        return switch (asked.getAndIncrement() % 4) {
            case 0, 1 -> ScriptedServer.Reply.ok("{\"status\":\"pending\",\"lead_id\":\"1\"}");
            case 2 -> new ScriptedServer.Reply(503, "", null);
            default -> ScriptedServer.Reply.ok(SOLD);
        };
    }

    /** Forty leads, in a tenth of a second. */
    private LoadResult load(final ScriptedServer server) throws Exception {
        try (LoadTransport transport = new LoadTransport()) {
            return new LoadRun(new LoadConfig("north-media", 1,
                new LoadConfig.Target(server.url("/v1/leads"), List.of(), 50, 2_000_000_000L),
                new Pace(400, Arrivals.UNIFORM, 0, 100_000_000),
                new LoadConfig.LeadPlan(Load.defaultBody(), "N-1-", 0, true), null), transport)
                .run((progress, interval) -> { });
        }
    }

    private static String row(final String text, final String name) {
        return text.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElse("").replaceAll(" +", " ");
    }

    @Test
    void shouldCountPendingLeadsUnderWhatTheyBecameAndAddThemAllUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::answer)) {
            final LoadResult result = load(server);
            final List<PublisherLead> leads = new ArrayList<>();
            for (final PublisherLead lead : DemoPublisher.ALL.get(0).book(result.log())) {
                leads.add(lead.isOpen() ? lead.resolved(Outcome.UNSOLD, 0, 0) : lead);
            }
            final ServerBook book = new ServerBook(Map.of(), Map.of());

            final String text = new DemoReport(List.of(result), leads, new Histogram(3), book,
                Reconciliation.of(List.of(), List.of(), book)).text();

            assertEquals("leads north-media all", row(text, "leads"));
            assertEquals("sold 10 10 a buyer took it", row(text, "sold"));
            assertEquals("unsold 20 20 nobody bought it", row(text, "unsold"));
            assertEquals("", row(text, "pending"));
            assertEquals("refused 10 10 503 or 429: no room", row(text, "refused"));
            assertEquals("total 40 40", row(text, "total"));
            assertTrue(text.contains("of these 20 first heard pending"), text);
        }
    }

    @Test
    void shouldShowNoLatenciesWhereThereAreNone() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> new ScriptedServer.Reply(503, "", null))) {
            final LoadResult result = load(server);
            final ServerBook book = new ServerBook(Map.of(), Map.of());

            final String text = new DemoReport(List.of(result), DemoPublisher.ALL.get(0).book(result.log()),
                new Histogram(3), book, Reconciliation.of(List.of(), List.of(), book)).text();

            assertTrue(text.contains("no latencies"), text);
            assertEquals("total 40 40", row(text, "total"));
        }
    }

    @Test
    void shouldSendTheSameFirstLeadUntilItIsAnswered() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> asked.getAndIncrement() == 0
            ? new ScriptedServer.Reply(503, "", null) : ScriptedServer.Reply.ok(SOLD))) {
            final ServerClient client = new ServerClient(server.url("/v1/leads"), server.url("/"));
            final DemoPublisher north = DemoPublisher.ALL.get(0);

            assertEquals(Outcome.REFUSED, client.send(north, 7).outcome());
            assertEquals(new PublisherLead("north-media", "N-7-first", "1", Outcome.SOLD, Outcome.SOLD, 2_500_000,
                2_000_000), client.send(north, 7));
            server.heard().forEach(heard -> assertEquals(List.of("N-7-first"), heard.idempotencyKeys()));
        }
    }
}
