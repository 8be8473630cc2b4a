package gavel.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dslplatform.json.DslJson;
import gavel.server.RunningServer;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Stage;
import gavel.server.runtime.Counter;
import gavel.server.start.ExitCode;
import gavel.server.start.Server;
import gavel.server.start.StartException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators' port of a real server, over a socket. */
final class AdminServerTest {
    @TempDir
    private static Path dir;
    private static RunningServer running;

    @BeforeAll
    static void start() {
        running = new RunningServer(dir);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static Map<?, ?> json(final String path) throws Exception {
        final HttpResponse<String> response = running.get(path);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
        return parse(response.body());
    }

    private static Map<?, ?> parse(final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new DslJson<>().deserialize(Map.class, bytes, bytes.length);
    }

    @Test
    void shouldSayThatItLivesAndIsReady() throws Exception {
        assertEquals(Map.of("alive", true), json("/healthz"));
        assertEquals(Map.of("ready", true), json("/readyz"));
    }

    @Test
    void shouldTellTheSalesOfTheLedgerAsANumber() throws Exception {
        final Map<?, ?> status = json("/status");
        assertInstanceOf(Number.class, ((Map<?, ?>) status.get("ledger")).get("sales"));
        assertEquals(running.server().config().sha256(), ((Map<?, ?>) status.get("config")).get("sha256"));
        assertEquals(Boolean.TRUE, status.get("ready"));
        assertTrue(status.keySet().containsAll(Set.of("version", "node", "started", "uptime_s", "transport",
                "durability", "loops", "leads", "journal", "recovered", "idempotency", "duplicates", "memory")),
                status.keySet().toString());
    }

    @Test
    void shouldTellOfEachBuyerHowItStands() throws Exception {
        final List<?> buyers = (List<?>) json("/status").get("buyers");
        assertEquals(running.server().config().buyers().size(), buyers.size());
        for (final Object buyer : buyers) {
            final Map<?, ?> one = (Map<?, ?>) buyer;
            assertEquals(Set.of("id", "on", "skip_percent", "calls", "connections"), one.keySet());
            assertEquals(0, ((Number) one.get("skip_percent")).intValue());
        }
        final String id = running.server().config().buyers().get(0).id();
        final String text = running.get("/metrics").body();
        for (final String gauge : List.of("skip_ratio", "calls", "connections")) {
            assertTrue(text.contains("gavel_buyer_" + gauge + "{buyer=\"" + id + "\"} 0\n"), gauge);
        }
    }

    @Test
    void shouldCountAClickInEveryPlace() throws Exception {
        final long before = running.server().settle().clicks();
        assertEquals(302, running.click("auto-quote", "north-media"));
        RunningServer.await(() -> running.server().settle().clicks() > before);
        final Map<?, ?> report = json("/report/payouts");
        assertTrue(report.get("rows").toString().contains("north-media"), report.toString());
        RunningServer.await(() -> {
            try {
                return !running.get("/metrics").body().contains("gavel_click_duration_seconds_count 0\n");
            } catch (final IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        final Map<?, ?> click = (Map<?, ?>) ((Map<?, ?>) json("/latency").get("times")).get("click");
        assertTrue(((Number) ((Map<?, ?>) click.get("run")).get("count")).longValue() > 0, click.toString());
    }

    @Test
    void shouldHaveEveryMetricInThePage() throws Exception {
        final Set<String> expected = new TreeSet<>();
        for (final Counter counter : Counter.values()) {
            expected.add(MetricsPage.name(counter));
        }
        for (final Metric metric : Metric.values()) {
            expected.add(metric.label());
        }
        final String text = running.get("/metrics").body();
        assertEquals(expected, text.lines().filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2]).collect(Collectors.toCollection(TreeSet::new)));
        for (final LeadReason reason : LeadReason.values()) {
            assertTrue(reason == LeadReason.NONE || text.contains("gavel_reasons_total{code=\"" + reason.code() + "\""),
                    reason.name());
        }
        for (final Stage stage : Stage.values()) {
            assertTrue(text.contains("gavel_stage_duration_seconds_count{stage=\"" + stage.label() + "\"}"));
        }
    }

    @Test
    void shouldListItsPagesAtTheRoot() throws Exception {
        final Object pages = json("/").get("pages");
        for (final String page : List.of("/healthz", "/readyz", "/status", "/metrics", "/latency", "/report/sales")) {
            assertTrue(((List<?>) pages).contains(page), pages.toString());
        }
    }

    @Test
    void shouldAnswerHeadLikeGetWithoutABodyAndWithoutAWarning() throws Exception {
        final Logger logger = Logger.getLogger("com.sun.net.httpserver");
        final List<String> warnings = new CopyOnWriteArrayList<>();
        final Handler handler = new Handler() {
            @Override
            public void publish(final LogRecord warning) {
                warnings.add(warning.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
        logger.addHandler(handler);
        try {
            for (final String path : List.of("/", "/status", "/report/sales?format=csv")) {
                final HttpResponse<String> head = running.send("HEAD", path);
                assertEquals(200, head.statusCode());
                assertEquals("", head.body());
                assertEquals(running.get(path).headers().firstValue("Content-Type"),
                        head.headers().firstValue("Content-Type"));
            }
            assertEquals(404, running.send("HEAD", "/nothing").statusCode());
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        assertProblem(404, running.get("/nothing"), "/readyz");
        assertProblem(405, running.send("POST", "/status"), "GET");
        assertProblem(400, running.get("/report/sales?form=csv"), "format");
        assertProblem(400, running.get("/report/sales?from=yesterday"), "2026-11-22");
        assertProblem(400, running.get("/report/sales?from=2026-11-02&to=2026-11-01"), "day after");
        assertProblem(400, running.get("/report/sales?by=day&by=day"), "twice");
        assertProblem(400, running.get("/report/sales?format=xml"), "csv");
        assertProblem(400, running.get("/report/payouts?by=phone"), "publisher");
        assertProblem(400, running.get("/report/sales?format=text&limit=10001"), "csv and json");
    }

    private static void assertProblem(final int status, final HttpResponse<String> response, final String hint)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
        assertTrue(parse(response.body()).get("detail").toString().contains(hint), response.body());
    }

    @Test
    void shouldWriteReportsInThreeForms() throws Exception {
        for (final String name : ReportRequest.NAMES) {
            assertTrue(running.get("/report/" + name + "?format=csv").body().contains("currency,"), name);
            assertTrue(running.get("/report/" + name + "?format=text").body().startsWith(name + ", "), name);
            assertInstanceOf(java.util.List.class, json("/report/" + name).get("rows"));
        }
    }

    @Test
    void shouldShowPriceAgainstTimeoutOfEachBuyer() throws Exception {
        final String id = running.server().config().buyers().get(0).id();
        final Map<?, ?> report = json("/timeouts");
        final List<?> rows = (List<?>) report.get("rows");
        assertEquals(running.server().config().buyers().size(), rows.size(), "without bids, a row for what is in use");
        assertEquals("in use, most", ((Map<?, ?>) rows.get(0)).get("mark"));
        assertTrue(report.get("notes").toString().contains("as of late"), report.toString());
        assertEquals(2, running.get("/timeouts?format=csv&buyer=" + id).body().lines().count());
        assertTrue(running.get("/timeouts?format=text").body().startsWith("timeouts, "));
        assertProblem(400, running.get("/timeouts?buyer=nobody"), id);
        assertProblem(400, running.get("/timeouts?from=2026-11-22"), "format");
        assertProblem(400, running.get("/timeouts?format=xml"), "csv");
        assertTrue(running.get("/metrics").body()
                .contains("gavel_buyer_ping_timeout_seconds{buyer=\"" + id + "\"} 0."));
    }

    @Test
    void shouldNameTheKeyOfThePortThatIsTaken(@TempDir final Path other) {
        final StartException admin = assertThrows(StartException.class, () -> Server.start(
                RunningServer.config(Map.of("admin.address", running.admin())), other, failure -> { }));
        assertEquals(ExitCode.PORT, admin.exitCode());
        assertTrue(admin.getMessage().contains("admin.address"), admin.getMessage());
        final String taken = "127.0.0.1:" + running.server().port();
        final StartException listen = assertThrows(StartException.class, () -> Server.start(
                RunningServer.config(Map.of("listen.address", taken)), other, failure -> { }));
        assertEquals(ExitCode.PORT, listen.exitCode());
        assertTrue(listen.getMessage().contains("listen.address"), listen.getMessage());
        assertEquals(0, other.toFile().list().length, "a start that can't serve leaves no data behind");
    }

    @Test
    void shouldNotBeReadyWhenTheBooksAreBroken(@TempDir final Path other) throws Exception {
        try (RunningServer broken = new RunningServer(other)) {
            broken.server().shared().door().onBooksBroken();
            final HttpResponse<String> response = broken.get("/readyz");
            assertEquals(503, response.statusCode());
            assertEquals(905L, parse(response.body()).get("code"));
            assertEquals(200, broken.get("/healthz").statusCode());
        }
    }
}
