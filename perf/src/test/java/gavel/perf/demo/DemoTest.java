package gavel.perf.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;
import gavel.server.start.ExitCode;

/** How a demo begins, or refuses to, with processes that only write down that they were started. */
class DemoTest {
    private static final String STARTED = "echo started >> \"$0.started\"; exec sleep 60";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Demo demo;
    private int serverPort;
    private int adminPort;

    /** A home with the configuration of the real one on ports that are free. */
    @BeforeEach
    void makeHome() throws IOException {
        final Path source = ROOT.resolve("config/conf/demo");
        try (Stream<Path> files = Files.walk(source)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final Path target = home.resolve("config/conf/demo").resolve(source.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        serverPort = freePort();
        adminPort = freePort();
        final Path server = home.resolve("config/conf/demo/server.yaml");
        Files.writeString(server, Files.readString(server).replace(":8080", ":" + serverPort)
            .replace(":8081", ":" + adminPort));
        final Path script = Files.createDirectories(home.resolve("buyer-sim/scripts")).resolve("demo.yaml");
        Files.writeString(script, "buyers: [{id: acme-auto, port: " + freePort() + "}]");
        play(STARTED);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** What every command of this home does. */
    private void play(final String shell) throws IOException {
        Files.writeString(home.resolve("gavel"), shell + "\n");
        demo = new Demo(Map.of("GAVEL_HOME", home.toString(),
            "GAVEL_SERVER_COMMAND", "/bin/sh " + home.resolve("gavel")));
    }

    private int run(final String... arguments) {
        return demo.command().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
            .execute(arguments);
    }

    private void assertRefused(final String sentence, final String... arguments) throws IOException {
        play(STARTED);
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, run(arguments));
        assertTrue(err.toString().contains(sentence), err.toString());
        assertFalse(err.toString().contains("Exit codes"), err.toString());
        assertFalse(Files.exists(home.resolve("gavel.started")));
    }

    @Test
    void shouldRefuseWhatCannotBePlayedBeforeAnythingStarts() throws IOException {
        final Path file = Files.writeString(home.resolve("file"), "");
        assertRefused("say it like --rate 50/s", "--rate", "0/s");
        assertRefused("--rate: 'fast' is not a rate like 500/s", "--rate", "fast");
        assertRefused("say it like --for 20s", "--for", "0s");
        assertRefused("--for: '20' is not a duration like 150ms or 20s", "--for", "20");
        assertRefused("--warm-up: 'x' is not a duration", "--warm-up", "x");
        assertRefused("more than 50000000 leads", "--rate", "900000/s", "--for", "100h");
        assertRefused("is a file; name a folder that is new or empty", "--dir", file.toString());
        assertRefused("is not empty (an earlier demo's, perhaps)", "--dir", home.toString());
        assertRefused("does not take --url", "--url", "http://127.0.0.1:1/");
    }

    @Test
    void shouldRefuseAPortThatSomebodyHasAndStartNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(serverPort, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals(ExitCode.PORT, run("--dir", home.resolve("kept").toString()));
            assertTrue(err.toString().contains("can't listen on 127.0.0.1:" + taken.getLocalPort() + " "),
                err.toString());
        }
        assertFalse(Files.exists(home.resolve("kept")));
        assertFalse(Files.exists(home.resolve("gavel.started")));
    }

    @Test
    void shouldEndAStartThatIsInterruptedAtOnceWithItsChildren() throws Exception {
        play("echo $$ >> \"$0.started\"; [ $1 = server ] || echo 'ready: 1'; exec sleep 60");
        final CompletableFuture<Integer> code =
            CompletableFuture.supplyAsync(() -> run("--dir", home.resolve("kept").toString()));
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> started = List.of();
        while (started.size() < 2 && System.nanoTime() - endNs < 0) {
            Thread.sleep(20);
            started = Files.exists(home.resolve("gavel.started"))
                ? Files.readAllLines(home.resolve("gavel.started")) : List.of();
        }
        demo.requestStop();

        assertEquals(130, code.get(15, TimeUnit.SECONDS));
        assertTrue(err.toString().contains("nothing was sent"), err.toString());
        assertFalse(err.toString().contains("are up"), err.toString());
        assertEquals("configuration, data, books and logs are kept; when you have looked: rm -r "
            + home.resolve("kept") + System.lineSeparator(), out.toString());
        assertEquals(2, started.size());
        started.forEach(pid -> assertTrue(ProcessHandle.of(Long.parseLong(pid)).isEmpty()));
    }

    /** Another server answers where the demo's should: only the child's own word counts. */
    @Test
    void shouldNotTakeSomebodyElsesAnswerForItsOwnServers() throws Exception {
        play("[ $1 = server ] && { sleep 1; exit 10; }; echo 'ready: 1'; exec sleep 60");
        final CompletableFuture<Integer> code =
            CompletableFuture.supplyAsync(() -> run("--dir", home.resolve("kept").toString()));
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(home.resolve("kept/logs/buyers.log")) && System.nanoTime() - endNs < 0) {
            Thread.sleep(5);
        }
        final AtomicInteger heard = new AtomicInteger();
        final HttpServer leads = stranger(serverPort, heard);
        final HttpServer admin = stranger(adminPort, heard);
        try {
            assertEquals(ExitCode.PORT, code.get(30, TimeUnit.SECONDS));
        } finally {
            leads.stop(0);
            admin.stop(0);
        }
        assertEquals(0, heard.get());
        assertFalse(err.toString().contains("are up"), err.toString());
    }

    private static HttpServer stranger(final int port, final AtomicInteger heard) throws IOException {
        final HttpServer server = HttpServer.create(
            new InetSocketAddress("127.0.0.1", port), 1);
        server.createContext("/", exchange -> {
            heard.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
