package gavel.server.system;

import gavel.server.Gavel;
import gavel.server.start.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A backup of a server that sells meanwhile, and the server that is made of it. */
@ExtendWith(LeakWatch.class)
@Timeout(120)
class BackupSystemTest {
    private static final String SALES = "SELECT md5(string_agg(journal_sequence || ',' || lead_id || ',' "
            + "|| price_micros || ',' || payout_micros || ',' || time, ';' ORDER BY journal_sequence)) FROM sale";
    private static final String ENTRIES = "SELECT md5(string_agg(journal_sequence || ',' || line || ',' || account_id "
            + "|| ',' || micros, ';' ORDER BY journal_sequence, line)) FROM entry";

    @TempDir
    Path folder;
    private StringWriter out;
    private StringWriter err;

    private int run(final String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Gavel.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private static String admin(final TestServer test) {
        return "127.0.0.1:" + test.server().adminPort();
    }

    private static void sell(final TestServer test, final AtomicBoolean isEnough, final AtomicInteger sold) {
        try (TestPublisher publisher = test.publisher()) {
            for (int person = 1; !isEnough.get(); person++) {
                assertEquals("sold", publisher.lead(Leads.json(person)).text("status"));
                sold.incrementAndGet();
            }
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldMakeOfABackupTakenUnderLoadAServerWhoseBooksAreThoseUpToIt() throws Exception {
        final Path backup = folder.resolve("backup");
        final Path restored = folder.resolve("restored/data");
        Files.createDirectories(restored.getParent());
        final AtomicBoolean isEnough = new AtomicBoolean();
        final AtomicInteger sold = new AtomicInteger();
        try (TestServer test = new TestServer(folder).buyer("acme", "ping: {price: fixed(4.00)}").start()) {
            final CompletableFuture<Void> selling = CompletableFuture.runAsync(() -> sell(test, isEnough, sold));
            Until.holds("sales before the backup", () -> sold.get() > 200 || selling.isDone());
            final int code = run("backup", test.data().toString(), backup.toString(), "--admin", admin(test));
            final int before = sold.get();
            Until.holds("sales after the backup", () -> sold.get() > before + 20 || selling.isDone());
            isEnough.set(true);
            selling.join();
            assertEquals(ExitCode.OK, code, () -> err.toString());
            test.stop();
            assertEquals(ExitCode.OK, run("restore", backup.toString(), restored.toString()), () -> err.toString());
            assertEquals(ExitCode.OK, run("journal", "verify", restored.toString()), () -> out.toString());
            assertEquals(ExitCode.OK, run("ledger", "rebuild", restored.toString()), () -> err.toString());
            assertEquals(ExitCode.OK, run("ledger", "verify", restored.toString()), () -> out.toString());
            assertEquals(ExitCode.OK, run("ledger", "rebuild", test.data().toString()), () -> err.toString());
            final long last = JournalView.read(restored, Long.MAX_VALUE).rows().size();
            final String upTo = " WHERE journal_sequence <= " + last;
            assertTrue(Integer.parseInt(LedgerView.ask(restored, "SELECT count(*) FROM sale")) >= 200);
            assertNotEquals(LedgerView.ask(restored, SALES), LedgerView.ask(test.data(), SALES));
            assertEquals(LedgerView.ask(restored, SALES), LedgerView.ask(test.data(), SALES + upTo));
            assertEquals(LedgerView.ask(restored, ENTRIES), LedgerView.ask(test.data(), ENTRIES + upTo));
        }
    }

    @Test
    void shouldGoOnAsAnotherNodeFromABackupOfAStoppedServer() throws Exception {
        final String first;
        try (TestServer test = new TestServer(folder.resolve("one")).buyer("acme", "ping: {price: fixed(4.00)}")
                .start(); TestPublisher publisher = test.publisher()) {
            first = publisher.lead(Leads.json(1)).leadId();
        }
        final String data = folder.resolve("one/data").toString();
        final String backup = folder.resolve("backup").toString();
        assertEquals(ExitCode.OK, run("backup", data, backup), () -> err.toString());
        assertEquals(ExitCode.USAGE, run("backup", data, backup));
        assertTrue(err.toString().contains("not empty"), err.toString());
        assertEquals(ExitCode.USAGE, run("restore", data, folder.resolve("none").toString()));
        assertTrue(err.toString().contains("gavel backup"), err.toString());
        try (TestServer test = new TestServer(folder.resolve("two")).buyer("acme", "ping: {price: fixed(4.00)}")
                .set("node", "7")) {
            assertEquals(ExitCode.OK, run("restore", backup, test.data().toString()), () -> err.toString());
            test.start();
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("sold", publisher.outcome(first).text("status"));
                assertEquals("duplicate", publisher.lead(Leads.json(1)).text("status"));
                final Answer second = publisher.lead(Leads.json(2));
                assertEquals("sold", second.text("status"));
                assertTrue(second.leadId().compareTo(first) > 0, second.leadId());
            }
            test.restart();
        }
        assertEquals(ExitCode.OK, run("ledger", "verify", folder.resolve("two/data").toString()), () -> out.toString());
    }

    @Test
    void shouldAskNoOtherServerThanThatOfTheDirectory() throws Exception {
        final String backup = folder.resolve("backup").toString();
        try (TestServer one = new TestServer(folder.resolve("one")).buyer("acme", "").start();
                TestServer two = new TestServer(folder.resolve("two")).buyer("acme", "").start()) {
            assertEquals(ExitCode.USAGE, run("backup", one.data().toString(), backup, "--admin", admin(two)));
            assertTrue(err.toString().contains("name its admin.address with --admin"), err.toString());
            assertEquals(ExitCode.UNREACHABLE, run("backup", one.data().toString(), backup, "--admin",
                    "127.0.0.1:1"));
        }
        assertFalse(Files.exists(Path.of(backup)));
    }
}
