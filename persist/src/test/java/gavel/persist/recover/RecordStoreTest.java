package gavel.persist.recover;

import gavel.persist.TestConfig;
import gavel.persist.TestRecords;
import gavel.persist.drain.ControlFullException;
import gavel.persist.drain.LoopRecords;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.AgentRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/** Opening, using and closing a whole store, and opening it again. */
class RecordStoreTest {
    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();
    private final List<String> seen = new ArrayList<>();

    private RecordStore open() {
        seen.clear();
        return RecordStore.open(directory, TestConfig.server(), 2, List.of((location, buffer, offset, length) ->
                seen.add(RecordHeader.sequence(buffer, offset) + " "
                        + RecordKind.ofCode(RecordHeader.kindCode(buffer, offset)) + " "
                        + RecordHeader.id(buffer, offset) + " " + RecordHeader.attempt(buffer, offset))),
                failure -> fail(failure), TestRecords.NO_ANSWER);
    }

    @Test
    void shouldTellWhoWaitsAndKeepTheRecordsOverACleanStop() {
        final List<String> heard = new ArrayList<>();
        try (RecordStore store = open()) {
            assertTrue(store.wasClean());
            assertEquals(1, store.configVersion(TestConfig.config("a")));
            final LoopRecords loop = store.loop(1);
            final int[] wakeups = new int[1];
            loop.onWakeup(() -> wakeups[0]++);
            assertTrue(loop.takeCredits(3));
            loop.insert(records.encoder(), records.posting(11, 1), (kind, attempt) -> heard.add(kind + " " + attempt));
            loop.insert(records.encoder(), records.sale(11, 1), (kind, attempt) -> heard.add(kind + " " + attempt));
            assertEquals(List.of(), heard);
            assertEquals(2, store.drain().doWork());
            assertEquals(1, wakeups[0]);
            assertEquals(3, store.forcedSequence());
            assertEquals(2, loop.reap());
            assertEquals(List.of("POSTING 1", "SALE 1"), heard);
            loop.returnCredits(1);
            assertEquals(TestConfig.SALE_ENTRIES, loop.credits());
        }
        try (RecordStore store = open()) {
            assertTrue(store.wasClean());
            assertEquals(0, store.recovered());
            assertEquals(List.of("1 CONFIG 1 0", "2 POSTING 11 1", "3 SALE 11 1"), seen);
            assertEquals(11, store.highestId());
            assertEquals(1, store.configVersion(TestConfig.config("a")));
            assertEquals(2, store.configVersion(TestConfig.config("b")));
        }
    }

    @Test
    void shouldRefuseRecordsFromOtherThreadsOnceClosed() {
        final RecordStore store = open();
        final CompletableFuture<Long> early = store.drain().control().submit(records.encoder(), records.click(1));
        store.close();
        assertEquals(1, early.join());
        assertThrows(ControlFullException.class,
                () -> store.drain().control().submit(records.encoder(), records.click(2)));
    }

    @Test
    void shouldRecordAConfigurationWhileTheDrainRuns() throws Exception {
        try (RecordStore store = open()) {
            assertEquals(1, store.configVersion(TestConfig.config("a")));
            try (AgentRunner runner = new AgentRunner(store.drain().idleStrategy(), failure -> fail(failure), null,
                    store.drain())) {
                AgentRunner.startOnThread(runner);
                assertEquals(2, store.configVersion(TestConfig.config("b")));
                assertEquals(2, store.configVersion(TestConfig.config("b")));
            }
            assertEquals(3, store.configVersion(TestConfig.config("a")));
        }
        try (RecordStore store = open()) {
            assertEquals(List.of("1 CONFIG 1 0", "2 CONFIG 2 0", "3 CONFIG 3 0"), seen);
            assertEquals(3, store.configVersion(TestConfig.config("a")));
        }
    }

    @Test
    void shouldRefuseASecondOpen() {
        try (RecordStore store = open()) {
            final StoreException refused = assertThrows(StoreException.class, this::open);
            assertEquals(StoreException.Code.IN_USE, refused.code());
            assertTrue(refused.getMessage().contains(Long.toString(ProcessHandle.current().pid())));
            assertFalse(store.drain().isFailed());
        }
    }
}
