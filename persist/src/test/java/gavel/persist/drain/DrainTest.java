package gavel.persist.drain;

import gavel.persist.TestRecords;
import gavel.persist.hot.HotMap;
import gavel.persist.hot.HotShape;
import gavel.persist.journal.JournalEnd;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalWriter;
import gavel.persist.journal.ScriptedDisk;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From a loop's insert to its listener, with the drain turned by hand. */
class DrainTest {
    private static final HotShape SALES = new HotShape("sales-00", 64, 4096, 256 * 1024);
    private static final HotShape CLICKS = new HotShape("clicks-00", 32, 512, 2048);
    private static final int BATCH_BYTES = 8 * 1024;

    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();
    private final ScriptedDisk disk = new ScriptedDisk();
    private final List<String> heard = new ArrayList<>();
    private final List<Throwable> fatal = new ArrayList<>();
    private HotMap sales;
    private HotMap clicks;
    private JournalWriter writer;
    private DrainAgent drain;
    private LoopRecords loop;
    private int wakeups;

    @BeforeEach
    void open() throws IOException {
        sales = HotMap.open(directory.resolve("hot"), SALES);
        clicks = HotMap.open(directory.resolve("hot"), CLICKS);
        writer = new JournalWriter(directory.resolve("journal"), 1 << 20, BATCH_BYTES, 3, () -> 1L, disk,
                JournalEnd.EMPTY);
        drain = new DrainAgent(writer, TimeUnit.HOURS.toNanos(1), fatal::add);
        loop = new LoopRecords(sales, SALES, clicks, CLICKS, drain);
        loop.onWakeup(() -> wakeups++);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        sales.close();
        clicks.close();
    }

    private ForcedListener listener(final long id) {
        return (kind, attempt) -> heard.add(kind + " " + id + " " + attempt);
    }

    private List<Long> journalIds() {
        final List<Long> ids = new ArrayList<>();
        try (JournalReader reader = new JournalReader(directory.resolve("journal"))) {
            reader.read((location, buffer, offset, length) -> ids.add(RecordHeader.id(buffer, offset)),
                    JournalReader.NO_LIMIT, Long.MAX_VALUE);
        }
        return ids;
    }

    @Test
    void shouldTellListenersInOrderAfterOneForceAndNotBefore() {
        assertTrue(loop.takeCredits(4));
        assertTrue(loop.takeClickCredit());
        loop.insert(records.encoder(), records.posting(9, 1), null);
        drain.doWork();
        loop.reap();
        loop.insert(records.encoder(), records.posting(1, 1), listener(1));
        loop.insert(records.encoder(), records.click(7), null);
        loop.insert(records.encoder(), records.posting(2, 1), listener(2));
        loop.insert(records.encoder(), records.sale(1, 1), listener(1));
        assertEquals(0, loop.reap());
        assertEquals(4, sales.size() + clicks.size());
        final int forces = disk.forces();
        assertEquals(4, drain.doWork());
        assertEquals(1, disk.forces() - forces);
        assertEquals(List.of(), heard);
        assertEquals(4, loop.outstanding());
        assertEquals(4, loop.reap());
        assertEquals(List.of("POSTING 1 1", "POSTING 2 1", "SALE 1 1"), heard);
        assertEquals(0, sales.size() + clicks.size());
        assertEquals(List.of(9L, 1L, 7L, 2L, 1L), journalIds());
        assertEquals(5, drain.forcedSequence());
    }

    @Test
    void shouldWakeALoopOnceUntilItReapsAndOnlyForListeners() {
        loop.takeCredits(4);
        loop.insert(records.encoder(), records.posting(1, 1), null);
        drain.doWork();
        assertEquals(0, wakeups);
        loop.insert(records.encoder(), records.posting(2, 1), listener(2));
        drain.doWork();
        loop.insert(records.encoder(), records.posting(3, 1), listener(3));
        drain.doWork();
        assertEquals(1, wakeups);
        loop.reap();
        loop.insert(records.encoder(), records.posting(4, 1), listener(4));
        drain.doWork();
        assertEquals(2, wakeups);
    }

    @Test
    void shouldShowItsFiguresToOtherThreads() throws Exception {
        final List<LongSupplier> figures = List.of(loop::outstanding, loop::credits, loop::clickCredits,
                loop::inserted);
        final List<Thread> readers = new ArrayList<>();
        for (final LongSupplier figure : figures) {
            final long before = figure.getAsLong();
            final Thread reader = new Thread(() -> spinWhile(figure, before));
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        }
        readers.get(0).join(500);
        assertTrue(loop.takeCredits(1));
        assertTrue(loop.takeClickCredit());
        loop.insert(records.encoder(), records.sale(1, 1), null);
        for (final Thread reader : readers) {
            reader.join(30_000);
            assertFalse(reader.isAlive(), "a compiled loop never saw the change");
        }
    }

    private static void spinWhile(final LongSupplier figure, final long value) {
        long rounds = 0;
        while (figure.getAsLong() == value) {
            rounds++;
        }
        assertTrue(rounds >= 0);
    }

    @Test
    void shouldSayThatRoomIsMissingWhileItIs() throws IOException {
        fillAQuarter();
        assertFalse(drain.isRoomMissing());
        disk.failWriteAfter(0);
        assertEquals(0, drain.doWork());
        assertTrue(drain.isRoomMissing());
        drain.doWork();
        assertTrue(drain.isRoomMissing());
        disk.mend();
        drain.doWork();
        assertFalse(drain.isRoomMissing());
        assertEquals(List.of(), fatal);
    }

    @Test
    void shouldSayThatThereIsRoomAgainAlsoWhenTheLastForceFailed() throws IOException {
        fillAQuarter();
        disk.failForceAfter(0);
        for (int i = 0; i < 10; i++) {
            drain.doWork();
            assertTrue(drain.isRoomMissing());
        }
        disk.mend();
        drain.doWork();
        assertFalse(drain.isRoomMissing());
    }

    @Test
    void shouldSayThatThereIsRoomOnceTheNextSegmentIsThere() throws IOException {
        fillAQuarter();
        disk.failWriteAfter(0);
        drain.doWork();
        assertTrue(writer.isRoomMissing());
        disk.mend();
        while (writer.segmentsCreated() == 1) {
            writer.append(records.encoder().buffer(), 0, records.posting(99, 1, TestRecords.lead(new byte[60_000])));
            writer.force();
        }
        assertFalse(writer.isRoomMissing());
    }

    private void fillAQuarter() throws IOException {
        for (int id = 1; id <= 5; id++) {
            assertTrue(loop.takeCredits(1));
            loop.insert(records.encoder(), records.posting(id, 1, TestRecords.lead(new byte[60_000])), null);
            assertEquals(1, drain.doWork());
            loop.reap();
        }
    }

    @Test
    void shouldRefuseCreditsWhenFullAndReturnEachExactlyOnce() {
        final int entries = SALES.entries();
        assertFalse(loop.takeCredits(entries + 1));
        assertTrue(loop.takeCredits(entries));
        assertFalse(loop.takeCredits(1));
        loop.returnCredits(2);
        assertEquals(2, loop.credits());
        assertThrows(IllegalStateException.class, () -> loop.returnCredits(entries - 1));
        for (int id = 1; id <= entries - 2; id++) {
            loop.insert(records.encoder(), records.sale(id, 1), null);
        }
        assertThrows(IllegalStateException.class, () -> loop.insert(records.encoder(), records.sale(999, 1), null));
        assertThrows(IllegalStateException.class, () -> loop.returnCredits(1));
        assertFalse(loop.takeCredits(3));
        while (drain.doWork() > 0) {
            assertEquals(List.of(), fatal);
        }
        assertTrue(loop.takeCredits(entries), "a refusal reaps what nobody waits for");
        assertFalse(loop.takeCredits(1));
        assertEquals(0, loop.outstanding());
        for (int i = 0; i < CLICKS.entries(); i++) {
            assertTrue(loop.takeClickCredit());
        }
        assertFalse(loop.takeClickCredit());
    }

    @Test
    void shouldKeepTheCreditOfARecordThatIsThereAlready() {
        loop.takeCredits(2);
        loop.insert(records.encoder(), records.sale(1, 1), null);
        assertThrows(IllegalStateException.class, () -> loop.insert(records.encoder(), records.sale(1, 1), null));
        loop.returnCredits(1);
        assertEquals(SALES.entries() - 1, loop.credits());
        drain.doWork();
        loop.reap();
        assertEquals(SALES.entries(), loop.credits());
        assertEquals(List.of(1L), journalIds());
    }

    @Test
    void shouldLetAListenerInsert() {
        loop.takeCredits(2);
        loop.insert(records.encoder(), records.posting(1, 1), (kind, attempt) ->
                loop.insert(records.encoder(), records.sale(1, 1), listener(1)));
        drain.doWork();
        assertEquals(1, loop.reap());
        drain.doWork();
        assertEquals(1, loop.reap());
        assertEquals(List.of("SALE 1 1"), heard);
    }

    @Test
    void shouldTellTheOthersWhenOneListenerThrows() {
        loop.takeCredits(2);
        loop.insert(records.encoder(), records.posting(1, 1), (kind, attempt) -> {
            throw new IllegalArgumentException("of the test");
        });
        loop.insert(records.encoder(), records.posting(2, 1), listener(2));
        drain.doWork();
        assertThrows(IllegalArgumentException.class, loop::reap);
        assertEquals(List.of("POSTING 2 1"), heard);
        assertEquals(SALES.entries(), loop.credits());
    }

    @Test
    void shouldHandOverInOrderWhatTheRingHadNoRoomFor() {
        final byte[] large = new byte[205 * 1024];
        final List<Long> expected = new ArrayList<>();
        assertTrue(loop.takeCredits(20));
        for (long id = 1; id <= 20; id++) {
            final byte[] personal = id <= 10 ? large : new byte[9];
            loop.insert(records.encoder(), records.posting(id, 1, TestRecords.lead(personal)), null);
            expected.add(id);
        }
        assertTrue(loop.ring().size() < 10 * large.length, "the ring took everything");
        for (int i = 0; i < 100 && loop.outstanding() > 0; i++) {
            drain.doWork();
            if (wakeups > 0) {
                wakeups = 0;
                loop.reap();
            }
            if (journalIds().size() == expected.size()) {
                loop.reap();
            }
        }
        assertEquals(expected, journalIds());
        assertEquals(SALES.entries(), loop.credits());
    }

    @Test
    void shouldRefuseLeadsBeforeLongRecordsUseTheReserveUp() {
        final byte[] large = new byte[200 * 1024];
        long id = 1;
        while (loop.takeCredits(1)) {
            loop.insert(records.encoder(), records.posting(id++, 1, TestRecords.lead(large)), null);
        }
        assertTrue(loop.credits() > 0);
        assertEquals(1, loop.longRefused());
        for (int i = 0; i < 100 && loop.outstanding() > 0; i++) {
            drain.doWork();
            loop.reap();
        }
        assertTrue(loop.takeCredits(SALES.entries()));
        assertEquals(id - 1, journalIds().size());
    }

    @Test
    void shouldAcknowledgeNothingAfterAFailedForce() throws InterruptedException {
        loop.takeCredits(2);
        loop.insert(records.encoder(), records.posting(1, 1), listener(1));
        drain.doWork();
        loop.reap();
        disk.failForceAfter(0);
        loop.insert(records.encoder(), records.sale(1, 1), listener(1));
        final CompletableFuture<Long> control = drain.control().submit(records.encoder(), records.click(5));
        assertEquals(0, drain.doWork());
        assertEquals(1, fatal.size());
        assertTrue(drain.isFailed());
        disk.failForceAfter(Integer.MAX_VALUE);
        assertEquals(0, drain.doWork());
        assertEquals(0, loop.reap());
        assertEquals(List.of("POSTING 1 1"), heard);
        assertEquals(1, drain.forcedSequence());
        assertEquals(1, fatal.size());
        assertThrows(ExecutionException.class, control::get);
        assertThrows(ControlFullException.class, () -> drain.control().submit(records.encoder(), records.click(6)));
        assertEquals(1, sales.size());
    }

    @Test
    void shouldShowRecordsToTheIndexBeforeAnybodyHears() {
        final List<String> order = new ArrayList<>();
        drain.addAfterForce((location, buffer, offset, length) -> {
            assertEquals(0, drain.forcedSequence());
            order.add("index " + RecordHeader.sequence(buffer, offset) + " " + RecordHeader.id(buffer, offset));
        });
        loop.onWakeup(() -> order.add("wakeup"));
        loop.takeCredits(1);
        loop.insert(records.encoder(), records.sale(42, 1), (kind, attempt) -> order.add("heard"));
        final CompletableFuture<Long> control = drain.control().submit(records.encoder(), records.click(5));
        control.thenAccept(sequence -> order.add("control " + sequence));
        drain.doWork();
        loop.reap();
        assertEquals(List.of("index 1 5", "index 2 42", "wakeup", "control 1", "heard"), order);
    }

    @Test
    void shouldRefuseControlRecordsWhenTooManyWait() {
        final int length = records.click(5);
        final List<CompletableFuture<Long>> taken = new ArrayList<>();
        assertThrows(ControlFullException.class, () -> {
            while (true) {
                taken.add(drain.control().submit(records.encoder(), length));
            }
        });
        while (drain.doWork() > 0) {
            assertEquals(List.of(), fatal);
        }
        for (int i = 0; i < taken.size(); i++) {
            assertEquals(i + 1L, taken.get(i).join());
        }
        assertEquals(taken.size(), journalIds().size());
    }

    @Test
    @Timeout(30)
    void shouldReactAtOnceWhenSomebodyWaits() throws InterruptedException {
        final DrainIdleStrategy untilAsked = new DrainIdleStrategy(drain.signal(), TimeUnit.HOURS.toNanos(1));
        final AtomicBoolean isStopped = new AtomicBoolean();
        final Thread thread = new Thread(() -> {
            while (!isStopped.get()) {
                untilAsked.idle(drain.doWork());
            }
        });
        thread.start();
        for (int i = 1; i <= 200; i++) {
            assertEquals(i, drain.control().submit(records.encoder(), records.click(i)).join());
        }
        isStopped.set(true);
        drain.signal().request();
        thread.join();
        assertEquals(List.of(), fatal);
        assertEquals(200, journalIds().size());
    }

    @Test
    @Timeout(60)
    void shouldKeepItsBooksUnderRandomUse() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Long> inserted = new ArrayList<>();
        int held = 0;
        for (int step = 0; step < 8_000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> held += loop.takeCredits(3) ? 3 : 0;
                case 2, 3, 4 -> {
                    if (held > 0) {
                        held--;
                        final long id = inserted.size() + 1;
                        inserted.add(id);
                        final byte[] personal = new byte[random.nextInt(20) == 0 ? 9_000 : random.nextInt(300)];
                        loop.insert(records.encoder(), records.posting(id, 1, TestRecords.lead(personal)),
                                random.nextBoolean() ? listener(id) : null);
                    }
                }
                case 5 -> {
                    final int back = random.nextInt(held + 1);
                    loop.returnCredits(back);
                    held -= back;
                }
                case 6 -> drain.doWork();
                default -> loop.reap();
            }
            assertEquals(SALES.entries(), loop.credits() + held + loop.outstanding(), "seed " + seed);
            assertEquals(loop.outstanding(), sales.size(), "seed " + seed);
        }
        while (loop.outstanding() > 0) {
            drain.doWork();
            loop.reap();
        }
        assertEquals(inserted, journalIds(), "seed " + seed);
        assertEquals(List.of(), fatal);
        assertNull(sales.get(1, RecordKind.POSTING.code(), 1));
    }
}
