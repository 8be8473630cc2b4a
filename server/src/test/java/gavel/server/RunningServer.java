package gavel.server;

import gavel.config.Config;
import gavel.config.load.ConfigLoader;
import gavel.server.start.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A server on the demo's configuration and on free ports; nobody buys. One thread. */
public final class RunningServer implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server;

    public RunningServer(final Path dataDir) {
        server = Server.start(config(Map.of()), dataDir, failure -> {
            throw new AssertionError(failure);
        });
    }

    /** The demo's configuration on free ports, small, with other values where given. */
    public static Config config(final Map<String, String> overrides) {
        final Map<String, String> values = new LinkedHashMap<>(Map.of("listen.address", "127.0.0.1:0",
                "admin.address", "127.0.0.1:0", "loops", "2", "drain.segment", "4MiB", "settle.interval", "20ms"));
        values.putAll(overrides);
        return ConfigLoader.load(Path.of("../config/conf/demo"), values, System::getenv).required();
    }

    public Server server() {
        return server;
    }

    public String admin() {
        return "127.0.0.1:" + server.adminPort();
    }

    public HttpResponse<String> get(final String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    public HttpResponse<String> send(final String method, final String path)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://" + admin() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a click, which is recorded. */
    public int click(final String offer, final String publisher) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/c/" + offer
                + "?pub=" + publisher)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Looks again and again, for a while. */
    public static void await(final BooleanSupplier isDone) {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!isDone.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
