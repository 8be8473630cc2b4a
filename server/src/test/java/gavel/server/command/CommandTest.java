package gavel.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.server.Gavel;
import gavel.server.RunningServer;
import gavel.server.start.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person types, and what the process ends with. */
final class CommandTest {
    private static final String DEMO = "../config/conf/demo";

    @TempDir
    private Path dir;
    private StringWriter out;
    private StringWriter err;

    private int run(final String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Gavel.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String data() {
        return dir.resolve("data").toString();
    }

    private void recordAClick() throws Exception {
        try (RunningServer running = new RunningServer(Path.of(data()))) {
            assertEquals(302, running.click("auto-quote", "north-media"));
        }
    }

    @Test
    void shouldCheckAConfiguration() throws IOException {
        assertEquals(ExitCode.OK, run("check", DEMO));
        assertTrue(out.toString().contains("no problems"), out.toString());
        assertEquals(ExitCode.OK, run("check", DEMO, "--json"));
        assertTrue(out.toString().startsWith("{\"ok\":true"), out.toString());
        assertEquals(ExitCode.OK, run("check", DEMO, "--effective"));
        assertTrue(out.toString().contains("durability"), out.toString());
        assertTrue(err.toString().contains("no problems"), err.toString());
        assertEquals(ExitCode.CONFIG, run("check", dir.resolve("none").toString()));
        assertEquals(ExitCode.CONFIG, run("check", DEMO, "--set", "ping.timeuot=1s"));
        assertTrue(out.toString().contains("ping.timeuot"), out.toString());
        assertEquals(ExitCode.USAGE, run("check", DEMO, "--json", "--effective"));
    }

    @Test
    void shouldSayWhatIsWrongWithACommandLineAndNotTheWholeHelp() {
        assertEquals(ExitCode.USAGE, run("check", "--set", "foo", "conf"));
        assertTrue(err.toString().startsWith("gavel: Value for option '--set' (KEY=VALUE) should be in KEY="),
                err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldSayItsVersion() {
        assertEquals(ExitCode.OK, run("version"));
        assertTrue(out.toString().contains(gavel.server.runtime.Build.VERSION), out.toString());
    }

    @Test
    void shouldSayWhatACommandDoesNotTakeInOneLine() {
        assertEquals(ExitCode.USAGE, run("version", "extra"));
        assertEquals("gavel: gavel version does not take extra; `gavel version --help` tells more",
                err.toString().strip());
        assertEquals(ExitCode.USAGE, run("journal", "cat", "a", "--king", "sale"));
        assertTrue(err.toString().contains("gavel journal cat does not take --king"), err.toString());
        assertEquals(ExitCode.USAGE, run("journal"));
        assertEquals("gavel: say what to do: cat or verify; `gavel journal --help` tells more",
                err.toString().strip());
    }

    @Test
    void shouldSaySoWhenNoServerAnswers() {
        assertEquals(ExitCode.UNREACHABLE, run("report", "payouts", "--admin", "127.0.0.1:1"));
        assertTrue(err.toString().contains("--data"), err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
        assertEquals(ExitCode.UNREACHABLE, run("report", "payouts", "--admin", "127.0.0.1:1", "--debug"));
        assertTrue(err.toString().contains("\tat "), err.toString());
    }

    @Test
    void shouldReportFromAStoppedDirectoryAndVerifyIt() throws Exception {
        recordAClick();
        assertEquals(ExitCode.OK, run("report", "payouts", "--data", data(), "--csv"), () -> err.toString());
        assertTrue(out.toString().contains("north-media"), out.toString());
        assertEquals("", err.toString());
        assertEquals(ExitCode.OK, run("report", "sales", "--data", data(), "--json"));
        assertEquals(ExitCode.USAGE, run("report", "salse", "--data", data()));
        assertEquals(ExitCode.OK, run("journal", "verify", data()));
        assertTrue(out.toString().startsWith("sound"), out.toString());
        assertEquals(ExitCode.OK, run("journal", "cat", data(), "--kind", "click"));
        assertEquals(1, out.toString().lines().count(), out.toString());
        assertEquals(ExitCode.OK, run("ledger", "verify", data()), () -> out.toString());
        assertEquals(ExitCode.OK, run("ledger", "rebuild", data(), "--compare"), () -> out.toString());
        assertTrue(out.toString().contains("said the same"), out.toString());
        assertFalse(Files.exists(Path.of(data(), "ledger", "evidence")), "a ledger that was right is no evidence");
        Files.delete(Path.of(data(), "clean"));
        assertEquals(ExitCode.OK, run("report", "payouts", "--data", data()));
        assertTrue(err.toString().contains("not clean"), err.toString());
    }

    @Test
    void shouldHoldAHeadThatWasNotedAgainstTheJournal() throws Exception {
        recordAClick();
        assertEquals(ExitCode.OK, run("ledger", "verify", data()), () -> out.toString());
        final String head = out.toString().lines().filter(line -> line.startsWith("head ")).findFirst().orElseThrow()
                .substring("head ".length());
        assertEquals(ExitCode.OK, run("ledger", "verify", data(), "--without-journal"), () -> out.toString());
        assertTrue(out.toString().contains("head " + head), out.toString());
        recordAClick();
        assertEquals(ExitCode.OK, run("ledger", "verify", data(), "--head", head), () -> out.toString());
        assertTrue(out.toString().contains(" is what it was when the head was noted"), out.toString());
        assertFalse(out.toString().contains("head " + head), out.toString());
        final int colon = head.indexOf(':');
        final String other = head.substring(0, colon + 1)
                + new StringBuilder(head.substring(colon + 1)).reverse();
        assertEquals(ExitCode.BOOKS, run("ledger", "verify", data(), "--head", other));
        assertTrue(out.toString().contains("record " + head.substring(0, colon) + ": the journal up to here is not "),
                out.toString());
        for (final String wrong : new String[] {"4711", "4711:5f2c", head.toUpperCase(Locale.ROOT) + "A", ":"}) {
            assertEquals(ExitCode.USAGE, run("ledger", "verify", data(), "--head", wrong));
            assertTrue(err.toString().contains("a head is SEQUENCE:HASH"), err.toString());
        }
        assertEquals(ExitCode.USAGE, run("ledger", "verify", data(), "--head", head, "--without-journal"));
    }

    @Test
    void shouldLookAtTheQuestionBeforeItAsksAServer() {
        question("no report nosuch; there are payouts, sales, buyers", "nosuch");
        question("limit is a number of rows, found x", "sales", "--limit", "x");
        question("a day is written 2026-11-22, found 22.11.2026", "payouts", "--from", "22.11.2026");
        question("a zone is written Europe/Berlin, found Berlin", "payouts", "--zone", "Berlin");
        question("--csv and --json exclude each other", "payouts", "--data", data(), "--csv", "--json");
        question("--admin and --data exclude each other", "payouts", "--data", data(), "--admin", "127.0.0.1:1");
    }

    private void question(final String sentence, final String... arguments) {
        final String[] all = Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new);
        assertEquals(ExitCode.USAGE, run(all), () -> err.toString());
        assertEquals("gavel: " + sentence, err.toString().strip());
    }

    @Test
    void shouldSayWhatAReportDoesNotShow() throws Exception {
        try (RunningServer running = new RunningServer(Path.of(data()))) {
            assertEquals(302, running.click("auto-quote", "north-media"));
            assertEquals(302, running.click("auto-quote", "by-hand"));
            RunningServer.await(() -> running.server().settle().clicks() == 2);
            saysWhatItDoesNotShow("--admin", running.admin());
        }
        saysWhatItDoesNotShow("--data", data());
    }

    private void saysWhatItDoesNotShow(final String where, final String which) {
        assertEquals(ExitCode.OK, run("report", "payouts", where, which));
        assertTrue(out.toString().startsWith("payouts, everything, UTC\n"), out.toString());
        assertEquals(ExitCode.OK, run("report", "payouts", where, which, "--limit", "1", "--csv"),
                () -> err.toString());
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertTrue(err.toString().contains("cut after 1 rows"), err.toString());
        assertEquals(ExitCode.OK, run("report", "payouts", where, which, "--json", "--limit", "1"));
        assertTrue(out.toString().contains("\"notes\":[\"cut after 1 rows"), out.toString());
        assertEquals("", err.toString());
        final String stranger = "the ledger has met no publisher of this name";
        assertEquals(ExitCode.OK, run("report", "sales", where, which, "--publisher", "nosuch"));
        assertTrue(out.toString().contains(stranger), out.toString());
        assertEquals(ExitCode.OK, run("report", "payouts", where, which, "--publisher", "nosuch", "--csv"));
        assertTrue(err.toString().contains(stranger), err.toString());
        assertEquals(ExitCode.OK, run("report", "payouts", where, which, "--publisher", "by-hand", "--csv"));
        assertEquals("", err.toString());
    }

    @Test
    void shouldSettleFirstWhatTheLedgerLacks() throws Exception {
        recordAClick();
        try (Stream<Path> files = Files.walk(Path.of(data(), "ledger"))) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertEquals(ExitCode.USAGE, run("ledger", "verify", data()));
        assertTrue(err.toString().contains("rebuild"), err.toString());
        assertEquals(ExitCode.OK, run("report", "payouts", "--data", data(), "--csv"));
        assertTrue(out.toString().contains("north-media"), out.toString());
    }

    @Test
    void shouldNotTouchADirectoryThatIsInUse() throws Exception {
        try (RunningServer running = new RunningServer(Path.of(data()))) {
            assertEquals(ExitCode.IN_USE, run("report", "payouts", "--data", data()));
            assertTrue(err.toString().contains("--admin"), err.toString());
            assertEquals(ExitCode.IN_USE, run("ledger", "verify", data()));
            assertEquals(ExitCode.IN_USE, run("ledger", "rebuild", data()));
            assertEquals(ExitCode.IN_USE, run("server", "--config", DEMO, "--data", data(), "--set",
                    "listen.address=127.0.0.1:0", "--set", "admin.address=127.0.0.1:0"));
            assertEquals(ExitCode.OK, run("journal", "verify", data()));
            assertEquals(ExitCode.OK, run("report", "payouts", "--admin", running.admin()), () -> err.toString());
            assertTrue(out.toString().startsWith("payouts, "), out.toString());
            assertEquals(ExitCode.USAGE, run("report", "payouts", "--by", "phone", "--admin", running.admin()));
            assertTrue(err.toString().contains("publisher, buyer"), err.toString());
        }
    }

    @Test
    void shouldTellTimeoutsOfARunningServerOnly() throws Exception {
        assertEquals(ExitCode.UNREACHABLE, run("timeouts", "--admin", "127.0.0.1:1"));
        assertFalse(err.toString().contains("--data"), err.toString());
        assertEquals(ExitCode.USAGE, run("timeouts", "--csv", "--json"));
        try (RunningServer running = new RunningServer(Path.of(data()))) {
            final String id = running.server().config().buyers().get(0).id();
            assertEquals(ExitCode.OK, run("timeouts", "--admin", running.admin()), () -> err.toString());
            assertTrue(out.toString().startsWith("timeouts, ") && out.toString().contains(id), out.toString());
            assertEquals(ExitCode.OK, run("timeouts", "--admin", running.admin(), "--csv", "--buyer", id));
            assertEquals(2, out.toString().lines().count(), out.toString());
            assertEquals(ExitCode.OK, run("timeouts", "--admin", running.admin(), "--json"));
            assertEquals(ExitCode.USAGE, run("timeouts", "--admin", running.admin(), "--buyer", "nobody"));
            assertTrue(err.toString().contains("there are " + id), err.toString());
        }
    }

    @Test
    void shouldListUnknownPostsOfARunningServer() throws Exception {
        assertEquals(ExitCode.USAGE, run("unknown"));
        assertEquals(ExitCode.UNREACHABLE, run("unknown", "list", "--admin", "127.0.0.1:1"));
        assertTrue(err.toString().contains("journal cat"), err.toString());
        try (RunningServer running = new RunningServer(Path.of(data()))) {
            assertEquals(ExitCode.OK, run("unknown", "list", "--admin", running.admin()), () -> err.toString());
            assertTrue(out.toString().startsWith("unknown, "), out.toString());
            assertEquals(ExitCode.USAGE, run("unknown", "list", "--buyer", "nobody", "--admin", running.admin()));
            assertTrue(err.toString().contains("there are "), err.toString());
        }
    }

    @Test
    void shouldRefuseWhatANewerOneWrote() throws Exception {
        recordAClick();
        segmentByte(8, 99);
        assertEquals(ExitCode.NEWER, run("journal", "cat", data()));
        assertEquals(ExitCode.NEWER, run("journal", "verify", data()));
        assertEquals(ExitCode.NEWER, run("report", "payouts", "--data", data()));
        assertEquals(ExitCode.NEWER, run("server", "--config", DEMO, "--data", data(), "--set",
                "listen.address=127.0.0.1:0", "--set", "admin.address=127.0.0.1:0"));
    }

    @Test
    void shouldSayWhereAJournalIsDamaged() throws Exception {
        recordAClick();
        segmentByte(200, 0x5a);
        assertEquals(ExitCode.DAMAGED, run("journal", "verify", data()), () -> out.toString());
        assertTrue(out.toString().contains("at offset"), out.toString());
        damaged("journal", "cat", data());
        damaged("ledger", "verify", data());
        damaged("ledger", "rebuild", data());
        Files.delete(Path.of(data(), "ledger", "ledger.duckdb"));
        damaged("report", "payouts", "--data", data());
        assertEquals(ExitCode.DAMAGED, run("server", "--config", DEMO, "--data", data(), "--set",
                "listen.address=127.0.0.1:0", "--set", "admin.address=127.0.0.1:0"), () -> err.toString());
    }

    /** One exit code and one sentence, whoever meets the damage. */
    private void damaged(final String... arguments) {
        assertEquals(ExitCode.DAMAGED, run(arguments), () -> String.join(" ", arguments) + ": " + err);
        assertTrue(err.toString().contains("the journal is damaged: ") && err.toString().contains("at offset")
                && err.toString().contains("restore the file from a backup"), err.toString());
        assertFalse(err.toString().contains("Exception"), err.toString());
    }

    @Test
    void shouldNotMakeADirectoryThatIsNotThere() {
        final String none = dir.resolve("none").toString();
        assertEquals(ExitCode.USAGE, run("report", "payouts", "--data", none));
        assertEquals(ExitCode.USAGE, run("journal", "cat", none));
        assertEquals(ExitCode.USAGE, run("ledger", "rebuild", none));
        assertFalse(Files.exists(Path.of(none)));
    }

    @Test
    void shouldHelpWithEveryCommand() {
        for (final CommandLine command : Gavel.commandLine().getSubcommands().values()) {
            final String help = command.getUsageMessage();
            assertTrue(help.contains("Example") && help.contains("  gavel " + command.getCommandName()), help);
            assertTrue(help.contains("Exit codes:"), help);
            assertEquals(ExitCode.OK, run(command.getCommandName(), "--help"));
        }
    }

    private void segmentByte(final int offset, final int value) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(data(), "journal"))) {
            final Path segment = files.filter(file -> file.toString().endsWith(".journal")).sorted().findFirst()
                    .orElseThrow();
            try (RandomAccessFile bytes = new RandomAccessFile(segment.toFile(), "rw")) {
                bytes.seek(offset);
                bytes.write(value);
            }
        }
    }
}
