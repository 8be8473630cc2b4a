package gavel.perf.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import gavel.perf.json.JsonException;
import gavel.server.start.ExitCode;

/** What the demo reads from others, and what it keeps. */
class DemoFilesTest {
    private static final String HEADING = "time_iso,lead_ref,decision,price_micros,reference,answered\n";

    @TempDir
    private Path dir;

    @Test
    void shouldReadAcceptancesFromEveryBook() throws IOException {
        Files.writeString(dir.resolve("acme.csv"), HEADING
            + "2026-11-22T00:00:00Z,N-1-1,accepted,2500000,R1,yes\n2026-11-22T00:00:00Z,N-1-2,rejected,100,R2,yes\n");
        Files.writeString(dir.resolve("drake.csv"), HEADING + "2026-11-22T00:00:00Z,S-1-1,accepted,1,R3,no\n");
        Files.writeString(dir.resolve("notes.txt"), "x");

        assertEquals(List.of(new BuyerSale("acme", "N-1-1", 2_500_000, true),
            new BuyerSale("drake", "S-1-1", 1, false)),
            BuyerBooks.read(dir));
    }

    @Test
    void shouldRefuseABookThatIsNone() throws IOException {
        Files.writeString(dir.resolve("acme.csv"), HEADING + "2026-11-22T00:00:00Z,N-1-1,accepted,2.5,R1,yes\n");

        assertTrue(assertThrows(IOException.class, () -> BuyerBooks.read(dir)).getMessage().contains("acme.csv:2"));
    }

    @Test
    void shouldReadTheServersReports() {
        final ServerBook book = ServerBook.read(
            "{\"rows\":[{\"publisher\":\"p\",\"sales\":3,\"price\":\"12.50\",\"payout\":\"10.000001\"}]}",
            "{\"rows\":[{\"buyer\":\"b\",\"accepted\":3,\"price\":\"12.50\"}]}");

        assertEquals(Map.of("p", new Totals(3, 12_500_000, 10_000_001)), book.byPublisher());
        assertEquals(Map.of("b", new Totals(3, 12_500_000, 0)), book.byBuyer());
        assertEquals(new Totals(3, 12_500_000, 10_000_001), book.total());
        assertThrows(JsonException.class, () -> ServerBook.read("{\"rows\":[{\"buyer\":\"b\"}]}", "{\"rows\":[]}"));
        assertThrows(JsonException.class, () -> ServerBook.read("{}", "{}"));
    }

    @Test
    void shouldCopyTheConfigurationAndRefuseADirectoryOfAnEarlierDemo() throws IOException {
        final Path source = Files.createDirectories(dir.resolve("source/buyers")).getParent();
        Files.writeString(source.resolve("server.yaml"), "a");
        Files.writeString(source.resolve("buyers/acme.yaml"), "b");

        final DemoDir demo = DemoDir.create(dir.resolve("demo"), source);

        assertEquals("b", Files.readString(demo.conf().resolve("buyers/acme.yaml")));
        assertThrows(IllegalArgumentException.class, () -> DemoDir.requireFresh(demo.root()));
        assertThrows(IllegalArgumentException.class, () -> DemoDir.requireFresh(source.resolve("server.yaml")));
        DemoDir.requireFresh(Files.createDirectory(dir.resolve("empty")));
        DemoDir.requireFresh(dir.resolve("new"));
        assertFalse(Files.exists(demo.buyerTimings()));
    }

    @Test
    void shouldShowTheEndOfALogOfAChildThatDied() throws Exception {
        final Path log = dir.resolve("child.log");
        final ChildProcess child = ChildProcess.start("child", log, dir,
            List.of("/bin/sh", "-c", "echo port taken; exit 6"));

        final DemoException died = assertThrows(DemoException.class, () -> child.awaitReady(() -> false,
            () -> false, 60));

        assertTrue(died.getMessage().startsWith("child ended with code 6"), died.getMessage());
        assertTrue(died.getMessage().endsWith("port taken"), died.getMessage());
    }

    @Test
    void shouldEndAsAPortIsTakenWhenAChildSaysSo() throws Exception {
        final ChildProcess child =
            ChildProcess.start("child", dir.resolve("child.log"), dir, List.of("/bin/sh", "-c", "exit 10"));

        assertEquals(ExitCode.PORT, assertThrows(DemoException.class,
            () -> child.awaitReady(() -> false, () -> false, 60)).exitCode());
    }

    @Test
    void shouldStopAChildThatIsReady() throws Exception {
        final ChildProcess child = ChildProcess.start("child", dir.resolve("child.log"), dir,
            List.of("/bin/sh", "-c", "echo ready: 1; exec cat /dev/zero > /dev/null"));

        child.awaitReady(() -> child.hasSaid("ready:"), () -> false, 60);
        child.requireAlive();

        assertEquals("", child.stop());
    }
}
