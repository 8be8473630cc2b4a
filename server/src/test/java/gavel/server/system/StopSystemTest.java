package gavel.server.system;

import gavel.persist.DataDirectory;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.record.RecordKind;
import gavel.server.start.ExitCode;
import gavel.server.start.Server;
import gavel.server.start.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Stopping under load, and starts that must fail. */
@ExtendWith(LeakWatch.class)
@Timeout(90)
class StopSystemTest {
    private static final int PUBLISHERS = 8;

    @TempDir
    Path folder;

    @Test
    void shouldNotGoOnFromAJournalThatLacksWhatTheLedgerHolds() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "ping: {price: fixed(5.00)}").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1, 1, "")).outcome());
            }
            Until.holds("it is settled", () -> test.server().settle().sales() == 1);
            test.stop();
            final DataDirectory data = new DataDirectory(test.data());
            Files.delete(data.clean());
            try (Stream<Path> segments = Files.list(data.journal())) {
                for (final Path segment : segments.toList()) {
                    Files.delete(segment);
                }
            }
            final StartException refused = assertThrows(StartException.class, test::startServer);
            assertEquals(ExitCode.BOOKS, refused.exitCode());
            assertTrue(refused.getMessage().contains("but the journal ends before record 1. Nothing was changed"),
                    refused.getMessage());
            try (Stream<Path> segments = Files.list(data.journal())) {
                assertEquals(0, segments.count());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldRecordEveryLeadThatWasAnsweredWhenStoppedUnderLoad(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("only", "ping: {latency: fixed(3ms)}, post: {latency: fixed(9ms)}").start()) {
            final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                final int first = i * 100_000;
                final int port = test.port();
                threads.add(new Thread(() -> sendUntilClosed(port, first, answers)));
                threads.get(i).start();
            }
            Until.holds("load is on", () -> answers.size() > 100);
            test.stop();
            for (final Thread thread : threads) {
                thread.join();
            }
            assertJournalHas(test, answers);
            test.startServer();
            assertTrue(test.server().store().wasClean());
            assertEquals(0, test.server().store().recovered());
        }
    }

    private static void sendUntilClosed(final int port, final int first, final Queue<Answer> answers) {
        try (TestPublisher publisher = new TestPublisher(port)) {
            for (int i = first;; i++) {
                answers.add(publisher.lead(Leads.json(i)));
            }
        } catch (final IOException e) {
            TestServer.note("publisher " + first + " ended: " + e);
        }
    }

    private static void assertJournalHas(final TestServer test, final Queue<Answer> answers) throws Exception {
        final JournalView journal = test.journal();
        final List<String> sales = journal.of(RecordKind.SALE).stream().map(JournalView.Row::leadId).toList();
        int sold = 0;
        for (final Answer answer : answers) {
            if (answer.status() == 503) {
                assertEquals(903, answer.code(), answer.body());
            } else {
                assertEquals("200 sold", answer.outcome());
                assertTrue(sales.contains(answer.leadId()), answer.body());
                sold++;
            }
        }
        assertEquals(sold, sales.size(), "every sale was answered");
        assertEquals(sold, test.sim().book("only").accepted());
        assertEquals(List.of(), JournalVerifier.verify(test.data()).problems());
    }

    @Test
    void shouldLetARunningLeadEndBeforeItStops() throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("only", "ping: {latency: fixed(300ms)}, post: {latency: fixed(300ms)}").start();
             TestPublisher publisher = test.publisher()) {
            publisher.send(Leads.json(1), "application/json");
            Until.holds("the ping arrives", () -> test.sim().book("only").pings() == 1);
            test.stop();

            assertEquals("200 sold", publisher.read(0).outcome());
        }
    }

    private static int exitCode(final TestServer test, final Path data) {
        return assertThrows(StartException.class, () -> Server.start(test.load(), data, failure -> { }).close())
                .exitCode();
    }

    @Test
    void shouldRefuseASecondServerOnTheDirectoryAndLeaveTheFirstAlone() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals(ExitCode.IN_USE, exitCode(test, test.data()));

            assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());
            test.restart();
            assertTrue(test.server().store().wasClean());
        }
    }

    @Test
    void shouldSayThatThePortIsTakenAndLeaveTheDirectoryClean() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
             TestServer test = new TestServer(folder).buyer("only", "")) {
            test.startBuyers();
            test.set("listen.address", "127.0.0.1:" + taken.getLocalPort());

            assertEquals(ExitCode.PORT, exitCode(test, test.data()));

            test.set("listen.address", "127.0.0.1:0").startServer();
            assertTrue(test.server().store().wasClean());
        }
    }

    @Test
    void shouldNotStartWithLessRoomThanPeopleWereSold() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "ping: {price: fixed(5.00)}").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());
                assertEquals("200 sold", publisher.lead(Leads.json(2)).outcome());
            }
            test.stop();
            test.set("validate.duplicates.capacity", "1");
            assertEquals(ExitCode.CONFIG, exitCode(test, test.data()));
            test.set("validate.duplicates.capacity", "2").startServer();
        }
    }

    @Test
    void shouldTakeNoLeadWhenTheBooksAreBroken() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());
            }
            Until.holds("it is settled", () -> test.server().settle().sales() == 1);
            test.stop();
            LedgerView.spoil(test.data(), "UPDATE entry SET micros = micros + 1 WHERE line = 2");
            test.startServer();
            try (TestPublisher publisher = test.publisher()) {
                Until.holds("the breach is found", () -> test.server().settle().isBreached());
                Until.holds("the door is closed", () -> publisher.lead(Leads.json(2)).code() == 905);
                assertEquals(503, publisher.lead(Leads.json(3)).status());
            }
        }
    }

    @Test
    void shouldTakeNoLeadOnceTheLedgerIsChangedUnderIt() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1)).outcome());
                Until.holds("it is settled", () -> test.server().settle().sales() == 1);
                Until.holds("it is looked at", () -> test.server().settle().checked() > 0);
                assertFalse(test.server().settle().isBreached());
                LedgerView.spoilRunning(test.data(), test.server().config().server().settle().memoryBytes(),
                        "UPDATE entry SET micros = micros + 1 WHERE line = 2");
                Until.holds("the breach is found", () -> test.server().settle().isBreached());
                Until.holds("the door is closed", () -> publisher.lead(Leads.json(2)).code() == 905);
                assertEquals(503, publisher.lead(Leads.json(3)).status());
                assertTrue(Files.readString(test.data().resolve("ledger/evidence/breach-1.txt"))
                        .contains("are not those that were settled"));
            }
        }
    }
}
