package gavel.server.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/** A buyer that gives the same answers always, and looks at something the moment a post arrives. */
final class ScriptedBuyer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final String bid;
    private volatile String outcome;
    private volatile LongSupplier onPost = () -> 0;
    private volatile long seenAtPost;

    ScriptedBuyer(final String bid, final String outcome) throws IOException {
        this.bid = bid;
        this.outcome = outcome;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(final HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        final boolean isPost = exchange.getRequestURI().getPath().equals("/post");
        if (isPost) {
            seenAtPost = onPost.getAsLong();
        }
        final byte[] answer = (isPost ? outcome : bid).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** What it answers to posts from now on. */
    void outcome(final String newOutcome) {
        outcome = newOutcome;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void onPost(final LongSupplier look) {
        onPost = look;
    }

    long seenAtPost() {
        return seenAtPost;
    }

    List<String> bodies() {
        return bodies;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
