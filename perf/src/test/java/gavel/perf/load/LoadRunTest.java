package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import gavel.perf.json.Json;
import gavel.server.start.ExitCode;

/** Whole runs against a server on the loopback. */
@Timeout(60)
class LoadRunTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final String SOLD =
        "{\"status\":\"sold\",\"lead_id\":\"01H8\",\"price\":\"2.50\",\"payout\":\"2.00\",\"currency\":\"USD\"}";

    private final LoadTransport transport = new LoadTransport();
    @TempDir
    private Path dir;

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private static LoadConfig config(final URI url, final int connections, final String clickUrl) throws IOException {
        return config(url, connections, clickUrl, 2_000);
    }

    private static LoadConfig config(final URI url, final int connections, final String clickUrl,
                                     final long timeoutMs) throws IOException {
        return new LoadConfig("p", 42, new LoadConfig.Target(url, List.of("Authorization: Bearer k"), connections,
            timeoutMs * MILLISECOND),
            new Pace(1_000, Arrivals.UNIFORM, 40 * MILLISECOND, 200 * MILLISECOND),
            new LoadConfig.LeadPlan(Load.defaultBody(), "L-42-", 0, true),
            clickUrl == null ? null : new LoadConfig.ClickPlan(clickUrl, 0.5));
    }

    private LoadResult run(final LoadConfig config) throws UnreachableException, InterruptedException {
        return new LoadRun(config, transport).run((progress, interval) -> { });
    }

    private static int number(final ScriptedServer.Heard heard) {
        final String leadId = (String) Json.parseObject(heard.body()).get("lead_id");
        return Integer.parseInt(leadId.substring("L-42-".length()));
    }

    @Test
    void shouldSendEachPlannedLeadOnceAndCountTheSales() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> ScriptedServer.Reply.ok(SOLD))) {
            final LoadResult result = run(config(server.url("/v1/leads"), 300, null));

            assertEquals(200, result.measured().count(Outcome.SOLD));
            assertEquals(40, result.warmUp().count(Outcome.SOLD));
            assertEquals(500_000_000L, result.measured().priceMicros());
            assertEquals(400_000_000L, result.measured().payoutMicros());
            assertEquals(200, result.latency().response().getTotalCount());
            final Set<Object> phones = new HashSet<>();
            final Set<Integer> numbers = new HashSet<>();
            for (final ScriptedServer.Heard heard : server.heard()) {
                final Map<String, Object> lead = Json.parseObject(heard.body());
                phones.add(Json.object(lead.get("fields")).get("phone"));
                numbers.add(number(heard));
                assertEquals(List.of(lead.get("lead_id")), heard.idempotencyKeys());
            }
            assertEquals(240, server.heard().size());
            assertEquals(240, phones.size());
            assertEquals(240, numbers.size());
            assertSentNeverBeforePlanned(result.log());
        }
    }

    private static void assertSentNeverBeforePlanned(final LeadLog log) {
        for (int lead = 0; lead < log.size(); lead++) {
            assertTrue(log.sentNs(lead) >= log.plannedNs(lead));
            assertTrue(log.answeredNs(lead) >= log.sentNs(lead));
        }
    }

    @Test
    void shouldCountWhatIsExpectedOfAServerThatIsNotGavel() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> ScriptedServer.Reply.ok(
            number(heard) % 2 == 0 ? "{\"status\":\"sold\",\"price\":7.50}" : "{\"status\":\"bid\"}"))) {
            final LoadConfig gavel = config(server.url("/lead"), 300, null);
            final LoadResult result = run(new LoadConfig("p", 42, new LoadConfig.Target(gavel.target().url(),
                List.of(), 300, gavel.target().timeoutNs(), null, "\"sold\""), gavel.pace(), gavel.leads(), null));

            assertEquals(100, result.measured().count(Outcome.SOLD));
            assertEquals(100, result.measured().count(Outcome.PROTOCOL_ERROR));
            assertEquals(0, result.measured().priceMicros());
        }
    }

    @Test
    void shouldSortEveryBadDayIntoItsBucket() throws Exception {
        final List<ScriptedServer.Reply> replies = List.of(ScriptedServer.Reply.ok(SOLD),
            ScriptedServer.Reply.ok("{\"status\":\"unsold\",\"lead_id\":\"1\"}"),
            new ScriptedServer.Reply(503, "", null), new ScriptedServer.Reply(422, "{}", null),
            new ScriptedServer.Reply(500, "", null), ScriptedServer.Reply.ok("<html>"),
            ScriptedServer.Reply.ok(ScriptedServer.SILENCE), ScriptedServer.Reply.ok(ScriptedServer.HANG_UP));
        try (ScriptedServer server = new ScriptedServer(heard -> replies.get(number(heard) % replies.size()))) {
            final LoadResult result = run(config(server.url("/v1/leads"), 300, null));

            // 40 of warm-up and 200 measured leads, the eight replies in turn: 25 measured leads each.
            final Tally tally = result.measured();
            for (final Outcome outcome : List.of(Outcome.SOLD, Outcome.UNSOLD, Outcome.REFUSED, Outcome.CLIENT_ERROR,
                Outcome.SERVER_ERROR, Outcome.TIMEOUT)) {
                assertEquals(25, tally.count(outcome), outcome.key());
            }
            assertEquals(50, tally.count(Outcome.PROTOCOL_ERROR));
            assertEquals(0, tally.count(Outcome.NOT_SENT));
            assertTrue(result.problem() != null);
        }
    }

    @Test
    void shouldNotSendWhatHasNoConnectionInsteadOfQueueingIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> ScriptedServer.Reply.ok(ScriptedServer.SILENCE))) {
            final LoadResult result = run(config(server.url("/v1/leads"), 2, null, 300));

            final long all = result.measured().leads() + result.warmUp().leads();
            assertEquals(240, all);
            final long timeouts = result.warmUp().count(Outcome.TIMEOUT) + result.measured().count(Outcome.TIMEOUT);
            assertEquals(server.heard().size(), timeouts);
            assertEquals(240 - timeouts,
                result.warmUp().count(Outcome.NOT_SENT) + result.measured().count(Outcome.NOT_SENT));
            assertTrue(result.measured().count(Outcome.NOT_SENT) > 0);
            assertEquals(Verdict.INVALID, Verdict.of(result, List.of(), null).exitCode());
        }
    }

    @Test
    void shouldCarryTheClickIdOfAVisitThatCameBefore() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> heard.method().equals("GET")
            ? new ScriptedServer.Reply(302, "", "https://example.com/?click_id=c" + heard.uri().replaceAll(".*s", ""))
            : ScriptedServer.Reply.ok(SOLD))) {
            final LoadResult result = run(config(server.url("/v1/leads"), 300,
                server.url("/c/auto-quote").toString() + "?pub=p1&sub1=s{{n}}", 20_000));

            assertEquals(200, result.measured().count(Outcome.SOLD));
            int withClick = 0;
            for (final ScriptedServer.Heard heard : server.heard()) {
                if (heard.method().equals("POST")) {
                    final Object click = Json.parseObject(heard.body()).get("click_id");
                    withClick += click == null ? 0 : 1;
                    assertTrue(click == null || click.equals("c" + number(heard)));
                }
            }
            final ClickCounts clicks = result.clicks();
            assertNull(clicks.problem());
            assertEquals(120, clicks.sent() + clicks.notSent(), 40);
            assertEquals(clicks.sent() + clicks.notSent(), withClick + clicks.late());
        }
    }

    @Test
    void shouldEndEarlyWhenStopped() throws Exception {
        final CountDownLatch firstLead = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(heard -> {
            firstLead.countDown();
            return ScriptedServer.Reply.ok(SOLD);
        })) {
            final LoadConfig base = config(server.url("/v1/leads"), 10, null);
            final LoadRun run = new LoadRun(new LoadConfig("p", 1, base.target(),
                new Pace(100, Arrivals.POISSON, 0, 3_600_000 * MILLISECOND), base.leads(), null), transport);
            final Thread stopper = new Thread(() -> {
                try {
                    firstLead.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                run.stop();
            });
            stopper.start();
            final LoadResult result = run.run((progress, interval) -> { });
            stopper.join();

            assertTrue(result.isInterrupted());
            assertTrue(result.measured().leads() >= 1 && result.measured().leads() < run.leads());
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        final int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        final LoadConfig config = config(URI.create("http://127.0.0.1:" + port + "/"), 3, null);

        assertThrows(UnreachableException.class, () -> run(config));
    }

    @Test
    void shouldWriteItsFilesAndTellByExitCodeWhatHappened() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> ScriptedServer.Reply.ok(SOLD))) {
            final Path timings = dir.resolve("t.csv");
            final Path json = dir.resolve("r.json");
            final Path hlog = dir.resolve("r.hlog");
            final int exit = Load.command().execute("--url", server.url("/v1/leads").toString(), "--rate", "100/s",
                "--for", "100ms", "--warm-up", "50ms", "--arrivals", "uniform", "--timings", timings.toString(),
                "--json", json.toString(), "--hlog", hlog.toString(), "--goal", "sold>=101%");
            assertEquals(Verdict.USAGE, exit);

            final int goalFailed = Load.command().execute("--url", server.url("/v1/leads").toString(), "--rate",
                "100/s", "--for", "100ms", "--warm-up", "50ms", "--arrivals", "uniform", "--timings",
                timings.toString(), "--json", json.toString(), "--hlog", hlog.toString(), "--goal", "sold<=1%");

            // A machine too busy to keep the plan makes it invalid, and that goes first.
            assertTrue(goalFailed == Verdict.GOAL_FAILED || goalFailed == Verdict.INVALID, "exit " + goalFailed);
            final List<String> lines = Files.readAllLines(timings);
            assertEquals(TimingsFile.HEADING, lines.get(0));
            assertEquals(16, lines.size());
            assertTrue(lines.get(1).matches("L-42-1,\\d+,\\d+,\\d+,sold,2500000,2000000,01H8"), lines.get(1));
            assertEquals("42", Json.parseObject(Files.readString(json)).get("seed").toString());
            assertTrue(Files.readString(hlog).contains("Tag=response"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandLine() {
        assertUsage("--body: there is no file /nonexist that can be read", "--body", "/nonexist");
        assertUsage("--body: there is no file " + dir + " that can be read", "--body", dir.toString());
        assertUsage("'foo' is not a URL like http://127.0.0.1:8080/v1/leads", "--url", "foo");
        assertUsage("--rate: '0' sends nothing; say it like --rate 50/s", "--rate", "0");
        assertUsage("--for: '0s' is no time at all; say it like --for 20s", "--for", "0s");
        assertUsage("--duplicates: '10' is not a share like 20%", "--duplicates", "10");
    }

    private static void assertUsage(final String sentence, final String... arguments) {
        final StringWriter err = new StringWriter();
        assertEquals(Verdict.USAGE, Load.command().setErr(new PrintWriter(err, true)).execute(arguments));
        assertTrue(err.toString().startsWith("gavel: " + sentence), err.toString());
    }

    @Test
    void shouldSayWhichFileOfResultsCouldNotBeWritten() throws Exception {
        try (ScriptedServer server = new ScriptedServer(heard -> ScriptedServer.Reply.ok(SOLD))) {
            final StringWriter err = new StringWriter();
            final Path none = dir.resolve("none/r.json");
            assertEquals(ExitCode.DISK, Load.command().setErr(new PrintWriter(err, true)).execute("--url",
                server.url("/v1/leads").toString(), "--rate", "50", "--for", "50ms", "--warm-up", "0s", "--json",
                none.toString()));
            assertEquals("gavel load: " + none + ": there is no such file or folder" + System.lineSeparator(),
                err.toString());
        }
    }

    @Test
    void shouldRefuseConfigurationsThatMakeNoSense() {
        final URI url = URI.create("http://127.0.0.1/");
        assertThrows(IllegalArgumentException.class,
            () -> new LoadConfig.Target(URI.create("ftp://127.0.0.1/"), List.of(), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LoadConfig.Target(url, List.of("x"), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LoadConfig.Target(url, List.of("a: b\r\nc: d"), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LoadConfig.Target(url, List.of(), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new LoadConfig.Target(url, List.of(), 1, 1, null, ""));
        assertFalse(new LoadConfig.Target(url, List.of("a: b"), 1, 1).headers().isEmpty());
    }
}
