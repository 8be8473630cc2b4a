package gavel.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gavel.persist.keys.KeyStore;
import gavel.persist.ledger.Reports;
import gavel.server.route.PartyCap.Of;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The operators' port: the JDK's own HTTP server on threads that serve nothing else. Opened and closed by the thread
 * that starts and stops the server. No loop waits for it, and no
 * lead is kept waiting.
 */
public final class AdminServer implements AutoCloseable {
    /** Threads that it needs: one for what takes long, one for what must be answered meanwhile. */
    public static final int THREADS = 2;
    private static final int BACKLOG = 64;
    private static final String REQUEST_MAX_S = "10";
    private static final String RESPONSE_MAX_S = "120";
    private static final long STOP_MAX_S = 35;
    private static final List<String> METHODS = List.of("GET", "HEAD");
    /** No browser sends it to another site unasked, so that no page that an operator looks at can act here. */
    private static final String ACTION_TYPE = "application/json";
    private static final int ACTION_MAX_BYTES = 16 * 1024;
    /** What the JDK's server wants to hear where nothing follows the head; with 0 it warns of HEAD in a log. */
    private static final int NO_BODY = -1;

    private final HttpServer http;
    private final ExecutorService threads;
    private final Map<String, Page> pageByPath = new LinkedHashMap<>();
    private final Map<String, Action> actionByPath = new LinkedHashMap<>();
    private final Semaphore longTurn = new Semaphore(1);

    /**
     * Binds the port; nothing is answered before {@link #start()}.
     *
     * @param stats   where times are gathered.
     * @param threads of which it needs {@link #THREADS}; ended with this.
     * @throws IOException the port is taken, or the address is not this machine's.
     */
    public AdminServer(final AdminParts parts, final StatsAgent stats, final ExecutorService threads)
            throws IOException {
        limitTimes();
        this.threads = threads;
        this.http = HttpServer.create(new InetSocketAddress(parts.config().server().admin().host(),
                parts.config().server().admin().port()), BACKLOG);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        addPages(parts, stats);
    }

    /** The JDK's server waits for ever otherwise; its only settings are these. */
    private static void limitTimes() {
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_MAX_S);
        System.setProperty("sun.net.httpserver.maxRspTime", RESPONSE_MAX_S);
    }

    private void addPages(final AdminParts parts, final StatsAgent stats) {
        final Figures figures = new Figures(parts.loops(), parts.shared().breakers(), SystemNanoClock.INSTANCE);
        final Readiness readiness = new Readiness(parts);
        final Reports reports = new Reports(parts.ledger());
        pageByPath.put("/", query -> Reply.json(Reply.OK, Map.of("pages", List.copyOf(pageByPath.keySet()))));
        pageByPath.put("/healthz", query -> Reply.json(Reply.OK, Map.of("alive", true)));
        pageByPath.put("/readyz", readiness);
        pageByPath.put("/status", new StatusPage(parts, readiness, figures));
        final CapsPage caps = caps(parts, EnumSet.allOf(Of.class));
        pageByPath.put("/metrics", new MetricsPage(parts, readiness, figures, stats, caps,
                SystemEpochNanoClock.INSTANCE));
        pageByPath.put("/latency", new LatencyPage(stats));
        pageByPath.put("/timeouts", new TimeoutsPage(parts.config().buyers(), parts.shared().timeouts()));
        pageByPath.put("/unknown", new UnknownPage(parts.config().buyers(), parts.unknown().posts(),
                parts.store()::reader));
        pageByPath.put("/caps", caps);
        pageByPath.put("/credit", caps(parts, EnumSet.of(Of.CREDIT)));
        actionByPath.put("/credit", new TopUpAction(parts.config().buyers(), parts.topUps()));
        actionByPath.put("/unknown", new UnknownAction(parts.unknown()));
        pageByPath.put("/person", new PersonPage(parts.people()));
        actionByPath.put("/person", new PersonAction(parts.people()));
        pageByPath.put("/keys", query -> keys(query, parts.keys()));
        actionByPath.put("/keys", new KeysAction(parts.keys()));
        for (final String report : ReportRequest.NAMES) {
            pageByPath.put("/report/" + report, new ReportPage(report, reports));
        }
    }

    private static Reply keys(final Query query, final Optional<KeyStore> keys) {
        query.allow(List.of());
        return Reply.json(Reply.OK, JsonBody.object("configured", keys.isPresent(),
                "made", keys.map(store -> store.nextId() - 1).orElse(0),
                "erased_since_start", keys.map(KeyStore::erased).orElse(0L)));
    }

    private static CapsPage caps(final AdminParts parts, final Set<Of> kinds) {
        return new CapsPage(parts.config(), parts.caps(), kinds, SystemEpochClock.INSTANCE);
    }

    /** Answers from now on. */
    public void start() {
        http.start();
    }

    /** The port that it is bound to. */
    public int port() {
        return http.getAddress().getPort();
    }

    /** What is thrown here makes the JDK's server close the connection. */
    private void handle(final HttpExchange exchange) throws IOException {
        final Page page = pageByPath.get(exchange.getRequestURI().getPath());
        final boolean isLong = page != null && (page.isLong() || !METHODS.contains(exchange.getRequestMethod()));
        if (isLong && !longTurn.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            send(exchange, Reply.problem(new AdminException(Reply.UNAVAILABLE,
                    "another report is being read, or something recorded; try again in a moment")));
            return;
        }
        try {
            send(exchange, reply(exchange, page));
        } finally {
            if (isLong) {
                longTurn.release();
            }
        }
    }

    private Reply reply(final HttpExchange exchange, final Page page) {
        try {
            if (page == null) {
                throw new AdminException(Reply.NOT_FOUND, "there is nothing at this path; there are "
                        + String.join(", ", pageByPath.keySet()));
            }
            final Action action = actionByPath.get(exchange.getRequestURI().getPath());
            if (action != null && exchange.getRequestMethod().equals("POST")) {
                return action.reply(members(exchange));
            }
            if (!METHODS.contains(exchange.getRequestMethod())) {
                final String allowed = String.join(", ", METHODS) + (action == null ? "" : ", POST");
                exchange.getResponseHeaders().set("Allow", allowed);
                throw new AdminException(Reply.WRONG_METHOD, "this path takes " + allowed + " only");
            }
            return page.reply(Query.parse(exchange.getRequestURI().getRawQuery()));
        } catch (final AdminException e) {
            return Reply.problem(e);
        } catch (final RuntimeException e) {
            return Reply.problem(new AdminException(Reply.INTERNAL, "this is a mistake of the server: " + e));
        }
    }

    private static Map<String, Object> members(final HttpExchange exchange) {
        final String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(ACTION_TYPE)) {
            throw new AdminException(Reply.WRONG_TYPE, "send a JSON object with Content-Type: " + ACTION_TYPE);
        }
        try {
            final byte[] body = exchange.getRequestBody().readNBytes(ACTION_MAX_BYTES + 1);
            if (body.length > ACTION_MAX_BYTES) {
                throw new AdminException(Reply.BAD_REQUEST, "the body has more than " + ACTION_MAX_BYTES + " bytes");
            }
            return JsonBody.members(body);
        } catch (final IOException e) {
            throw new AdminException(Reply.BAD_REQUEST, "the body is not a well-formed JSON object: " + e.getMessage());
        }
    }

    /** The answer to HEAD is that to GET without its body. A body that breaks off is never ended properly. */
    private static void send(final HttpExchange exchange, final Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (reply.note() != null) {
            exchange.getResponseHeaders().set(AdminClient.NOTE, reply.note());
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), 0);
        final Writer out = new BufferedWriter(new OutputStreamWriter(exchange.getResponseBody(),
                StandardCharsets.UTF_8));
        reply.body().write(out);
        out.close();
    }

    /** Answers nothing any more; what is being read is read to its end, or given up when that takes too long. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_MAX_S, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (final InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
