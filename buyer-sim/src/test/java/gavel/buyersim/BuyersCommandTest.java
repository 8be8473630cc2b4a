package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: its words, its exit codes, its one line when ready. */
class BuyersCommandTest {
    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(final String... args) {
        return BuyersCommand.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String script(final String text) throws Exception {
        return Files.writeString(folder.resolve("s.yaml"), text).toString();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldExplainItself() {
        assertEquals(0, run("--help"));
        assertTrue(printed().contains("Example:") && printed().contains("  10   a port is in use"), printed());
    }

    @Test
    void shouldSayItsVersionAndKnowTheShortNames() throws Exception {
        assertEquals(0, run("-V"));
        assertTrue(Files.readString(Path.of("../pom.xml")).contains("\n  <version>" + printed().strip() + "</version>"),
            printed());
        assertEquals(0, run("--version"));
        assertEquals(0, run("-h"));
        assertTrue(printed().contains("Example:"), printed());
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        String script = script("buyers: [{id: a, port: 0}]");
        String file = Files.writeString(folder.resolve("afile"), "").toString();

        assertEquals(2, run("--script", script, "--book", file));
        assertTrue(complained().contains("--book " + file + " is a file; name a folder"), complained());
        assertEquals(12, run("--script", script, "--timings", folder.resolve("none/t.csv").toString()));
        assertTrue(complained().contains("none/t.csv: there is no such folder"), complained());
    }

    @Test
    void shouldRefuseWrongUsageWith2() throws Exception {
        String script = script("buyers: [{id: a, port: 0}]");

        assertEquals(2, run());
        assertEquals(2, run("--script", script, "--for", "soon"));
        assertEquals(2, run("--script", script, "--loops", "0"));
        assertEquals(2, run("--script", script, "--colour"));
    }

    @Test
    void shouldRefuseABadScriptWith7AndListAllItsMistakes() throws Exception {
        assertEquals(7, run("--script", script("buyers: [{id: A, port: 0, bid: 3}]")));
        assertTrue(complained().contains("s.yaml:1:15: buyers[0].id: expected"), complained());
        assertTrue(complained().contains("s.yaml:1:27: buyers[0].bid: unknown key"), complained());
        assertEquals(7, run("--script", folder.resolve("none.yaml").toString()));
        assertTrue(complained().contains("there is no such file"));
    }

    @Test
    void shouldEndWith10AndNameThePortWhenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertEquals(10, run("--script", script("buyers: [{id: acme, port: " + port + "}]")));
            assertTrue(complained().startsWith("port " + port + " on 127.0.0.1 is in use, so buyer acme can't listen"),
                complained());
        }
    }

    @Test
    void shouldSayWhenItIsReadyAndReportAtTheEnd() throws Exception {
        String script = script("buyers: [{id: acme, port: 0}, {id: no, port: 1, faults: {refuse: true}}]");
        assertEquals(0, run("--script", script, "--for", "10ms", "--seed", "7",
            "--book", folder.resolve("books").toString()));
        assertTrue(printed().matches("(?s)ready: 2 buyers on 127\\.0\\.0\\.1:\\d+ "
            + "\\(1 of them refusing connections\\)\nbuyer .*\nacme .*\nno .*\nall .*\nseed 7, 0 s\n"), printed());
        assertTrue(Files.exists(folder.resolve("books/acme.csv")));
    }

    @Test
    void shouldReportAsJson() throws Exception {
        assertEquals(0, run("--script", script("buyers: [{id: acme, port: 0}]"), "--for", "10ms", "--json", "--quiet"));
        String json = printed().split("\n")[1];

        assertEquals("0", JsonFields.read(json, new String[] {"total", "ping_us", "count"})[0]);
        assertEquals("1", JsonFields.read(json, new String[] {"seed"})[0]);
    }
}
