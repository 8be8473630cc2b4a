package gavel.server.system;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
@Timeout(300)
class AllocationSystemTest {
    private static final int BUYERS = 8;
    private static final int PUBLISHERS = 4;
    private static final int LEADS_PER_PUBLISHER = 1_000;
    /** Garbage falls as the path is compiled; a mistake on it stays, in every round. */
    private static final int ROUNDS_MAX = 15;

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
     * and each read. Most often the compiler sees that it never leaves, and makes none; whether it does is settled once
     * in the life of a process, so no test can rely on it.
     */
    @ParameterizedTest
    @CsvSource({"epoll, 200", "io_uring, 2048"})
    void shouldStayWithinItsBytesPerAuction(final String transport, final long bytesMax) throws Exception {
        final ExecutorService senders = Executors.newFixedThreadPool(PUBLISHERS);
        try (TestServer test = new TestServer(folder).set("loops", "2").set("sale.durability", "process")
                .set("transport", transport)) {
            for (int i = 0; i < BUYERS; i++) {
                test.buyer("b" + i, "ping: {price: fixed(" + (i + 2) + ".00)}");
            }
            test.startBuyers();
            try (ServerProcess process = ServerProcess.start(test,
                    List.of("-Xmx256m", "-XX:+UseParallelGC", "-Dio.netty.leakDetection.level=disabled"))) {
                final StringBuilder rounds = new StringBuilder();
                long bytes = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS_MAX && bytes > bytesMax; round++) {
                    bytes = bytesPerAuction(process, senders, round);
                    rounds.append(' ').append(bytes);
                }
                TestServer.note("bytes per auction:" + rounds);
                assertTrue(bytes <= bytesMax, "bytes per auction, of which " + bytesMax + " are allowed:" + rounds);
            }
        } finally {
            senders.shutdownNow();
        }
    }
}
