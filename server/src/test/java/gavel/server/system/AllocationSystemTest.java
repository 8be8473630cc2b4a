package gavel.server.system;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What one auction leaves to the collector on the loops' threads, once the path is compiled: a server in a process of
 * its own, as it runs for people, and eight buyers that answer at once.
 */
@Timeout(900)
class AllocationSystemTest {
    private static final int BUYERS = 8;
    private static final int PUBLISHERS = 4;
    private static final int LEADS_PER_PUBLISHER = 1_000;
    /** Garbage falls as the path is compiled; a mistake on it stays, in every round. */
    private static final int ROUNDS_MAX = 15;
    private static final int PROCESSES_MAX = 3;
    private static final long BYTES_MAX = 200;

    @TempDir
    Path folder;

    private static long allocated(final ServerProcess process) throws Exception {
        final HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.adminPort() + "/metrics")).build();
        final String page = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        final List<String> lines =
                page.lines().filter(line -> line.startsWith("gavel_loop_allocated_bytes_total{")).toList();
        assertEquals(2, lines.size(), page);
        return lines.stream().mapToLong(line -> (long) Double.parseDouble(line.replaceAll(".* ", ""))).sum();
    }

    /** A busy disk may leave no room for records, and then the lead is refused at the door: it is sent again. */
    private static Callable<Void> sender(final int port, final int first) {
        return () -> {
            try (TestPublisher publisher = new TestPublisher(port)) {
                for (int i = first; i < first + LEADS_PER_PUBLISHER; i++) {
                    String outcome = "503";
                    while (outcome.startsWith("503")) {
                        outcome = publisher.lead(Leads.json(i)).outcome();
                    }
                    assertEquals("200 sold", outcome);
                }
            }
            return null;
        };
    }

    private static long bytesPerAuction(final ServerProcess process, final ExecutorService senders, final int round)
            throws Exception {
        final long before = allocated(process);
        final List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            tasks.add(sender(process.port(), (round * PUBLISHERS + i) * LEADS_PER_PUBLISHER));
        }
        for (final Future<Void> done : senders.invokeAll(tasks)) {
            done.get();
        }
        return (allocated(process) - before) / (PUBLISHERS * LEADS_PER_PUBLISHER);
    }

    /**
     * Over epoll Netty makes no objects, so what is seen is ours. Over io_uring it makes one of 72 bytes for each send
     * and each read, unless the compiler sees that it never leaves; whether it does is settled once in the life of a
     * process, nearly always for the better: hence up to three of them.
     */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void shouldStayWithinItsBytesPerAuction(final String transport) throws Exception {
        final ExecutorService senders = Executors.newFixedThreadPool(PUBLISHERS);
        try (TestServer test = new TestServer(folder).set("loops", "2").set("sale.durability", "process")
                .set("transport", transport)) {
            for (int i = 0; i < BUYERS; i++) {
                test.buyer("b" + i, "ping: {price: fixed(" + (i + 2) + ".00)}");
            }
            test.startBuyers();
            final StringBuilder rounds = new StringBuilder();
            boolean within = false;
            for (int process = 0; process < PROCESSES_MAX && !within; process++) {
                within = isWithin(test, senders, process * ROUNDS_MAX, rounds);
            }
            TestServer.note("bytes per auction:" + rounds);
            assertTrue(within, "bytes per auction, of which " + BYTES_MAX + " are allowed:" + rounds);
        } finally {
            senders.shutdownNow();
        }
    }

    private static boolean isWithin(final TestServer test, final ExecutorService senders, final int firstRound,
                                    final StringBuilder rounds) throws Exception {
        try (ServerProcess process = ServerProcess.start(test, List.of("-Xmx256m", "-XX:+UseParallelGC",
                "-XX:Tier3DelayOn=1000", "-Dio.netty.leakDetection.level=disabled"))) {
            long bytes = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS_MAX && bytes > BYTES_MAX; round++) {
                bytes = bytesPerAuction(process, senders, firstRound + round);
                rounds.append(' ').append(bytes);
            }
            return bytes <= BYTES_MAX;
        }
    }
}
