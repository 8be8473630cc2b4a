package gavel.persist.recover;

import gavel.config.ServerConfig;
import gavel.persist.TestConfig;
import gavel.persist.TestRecords;
import gavel.persist.drain.LoopRecords;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/** What is there after a stop that was not clean: a copy of the files of a store that is still open. */
class RecoveryTest {
    @TempDir
    private Path directory;
    private Path live;
    private Path crashed;
    private int crashes;
    private final TestRecords records = new TestRecords();
    private final List<String> seen = new ArrayList<>();
    private final List<PostEndedBody> postsEnded = new ArrayList<>();
    private final List<LeadEndedBody> leadsEnded = new ArrayList<>();

    @BeforeEach
    void name() {
        live = directory.resolve("live");
    }

    private RecordStore open(final Path path, final ServerConfig config, final int loops) {
        seen.clear();
        postsEnded.clear();
        leadsEnded.clear();
        final RecordDecoder decoder = new RecordDecoder();
        return RecordStore.open(path, config, loops, List.of((location, buffer, offset, length) -> {
            decoder.wrap(buffer, offset);
            seen.add(decoder.kind() + " " + decoder.id() + " " + decoder.attempt());
            if (decoder.kind() == RecordKind.POST_ENDED) {
                postsEnded.add(BodyReader.postEnded(decoder));
            } else if (decoder.kind() == RecordKind.LEAD_ENDED) {
                leadsEnded.add(BodyReader.leadEnded(decoder));
            }
        }), failure -> fail(failure), (leadId, posting, reason) ->
                (leadId + " " + posting.buyer() + " " + reason.code()).getBytes(StandardCharsets.UTF_8));
    }

    private RecordStore open(final Path path) {
        return open(path, TestConfig.server(), 2);
    }

    private Path crash() throws IOException {
        crashed = directory.resolve("crashed-" + ++crashes);
        try (Stream<Path> files = Files.walk(live)) {
            for (final Path file : files.toList()) {
                Files.copy(file, crashed.resolve(live.relativize(file).toString()));
            }
        }
        return crashed;
    }

    private void insert(final RecordStore store, final int loop, final int length) {
        final LoopRecords target = store.loop(loop);
        if (RecordHeader.kindCode(records.encoder().buffer(), 0) == RecordKind.CLICK.code()) {
            assertTrue(target.takeClickCredit());
        } else {
            assertTrue(target.takeCredits(1));
        }
        target.insert(records.encoder(), length, null);
    }

    @Test
    void shouldAppendWhatOnlyTheHotMapsHave() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.sale(1, 1));
            store.drain().doWork();
            insert(store, 1, records.posting(2, 1));
            insert(store, 1, records.postEnded(2, 1, 2));
            insert(store, 1, records.posting(2, 2));
            insert(store, 1, records.sale(2, 2));
            insert(store, 0, records.click(3));
            crash();
        }
        final List<String> expected = List.of("POSTING 1 1", "SALE 1 1", "POSTING 2 1", "POST_ENDED 2 1",
                "POSTING 2 2", "SALE 2 2", "CLICK 3 0");
        try (RecordStore store = open(crashed)) {
            assertFalse(store.wasClean());
            assertEquals(expected, seen);
            assertEquals(5, store.recovered());
            assertEquals(7, store.forcedSequence());
            assertEquals(3, store.highestId());
            assertEquals(0, store.loop(0).outstanding());
            assertEquals(TestConfig.SALE_ENTRIES, store.loop(1).credits());
        }
        assertTrue(JournalVerifier.verify(crashed).isSound());
        try (RecordStore store = open(crashed)) {
            assertTrue(store.wasClean());
            assertEquals(expected, seen);
        }
    }

    @Test
    void shouldRecordUnknownForAPostWithoutAnOutcome() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.postEnded(1, 1, 2));
            insert(store, 0, records.posting(1, 2));
            store.drain().doWork();
            insert(store, 1, records.posting(2, 1));
            insert(store, 1, records.posting(3, 1));
            insert(store, 1, records.postEnded(3, 1, 2));
            crash();
        }
        final List<String> expected = List.of("POSTING 1 1", "POST_ENDED 1 1", "POSTING 1 2", "POSTING 2 1",
                "POSTING 3 1", "POST_ENDED 3 1", "POST_ENDED 1 2", "LEAD_ENDED 1 0", "POST_ENDED 2 1",
                "LEAD_ENDED 2 0", "LEAD_ENDED 3 0");
        try (RecordStore store = open(crashed)) {
            assertEquals(expected, seen);
            assertEquals(List.of(2, 2, 4, 4), postsEnded.stream().map(PostEndedBody::status).toList());
            assertEquals(505, postsEnded.get(3).reason());
            assertEquals("buyer", postsEnded.get(3).buyer());
            assertEquals(Outcome.UNKNOWN, leadsEnded.get(0).outcome());
            assertEquals(505, leadsEnded.get(0).reason());
            assertEquals("A-1001", leadsEnded.get(0).lead().publisherLeadId());
            assertArrayEquals("2 buyer 505".getBytes(StandardCharsets.UTF_8), leadsEnded.get(1).answer());
            assertEquals(8, store.recovered());
        }
        assertTrue(JournalVerifier.verify(crashed).isSound());
        try (RecordStore store = open(crashed)) {
            assertEquals(expected, seen);
            assertEquals(0, store.recovered());
        }
    }

    @Test
    void shouldEndALeadWhoseLastPostIsUnknownAndSaysSo() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.postEnded(1, 1, 4));
            insert(store, 0, records.posting(2, 1));
            insert(store, 0, records.postEnded(2, 1, 4));
            insert(store, 0, records.leadEnded(2));
            store.drain().doWork();
            crash();
        }
        try (RecordStore store = open(crashed)) {
            assertEquals(List.of("POSTING 1 1", "POST_ENDED 1 1", "POSTING 2 1", "POST_ENDED 2 1", "LEAD_ENDED 2 0",
                    "LEAD_ENDED 1 0"), seen);
            assertEquals(Outcome.UNKNOWN, leadsEnded.get(1).outcome());
            assertEquals(1, store.recovered());
        }
    }

    @Test
    void shouldEndALeadThatAllRejectedBeforeTheStop() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.postEnded(1, 1, PostOutcome.REJECTED.code()));
            insert(store, 0, records.posting(1, 2));
            insert(store, 0, records.postEnded(1, 2, PostOutcome.NOT_SENT.code()));
            insert(store, 1, records.posting(2, 1));
            insert(store, 1, records.postEnded(2, 1, PostOutcome.REJECTED.code()));
            store.drain().doWork();
            insert(store, 1, records.leadEnded(2));
            crash();
        }
        live = crashed;
        final List<String> expected = List.of("POSTING 1 1", "POST_ENDED 1 1", "POSTING 1 2", "POST_ENDED 1 2",
                "POSTING 2 1", "POST_ENDED 2 1", "LEAD_ENDED 2 0", "LEAD_ENDED 1 0");
        try (RecordStore store = open(live)) {
            assertEquals(expected, seen);
            assertEquals(401, leadsEnded.get(0).reason(), "its own end");
            assertEquals(Outcome.UNSOLD, leadsEnded.get(1).outcome());
            assertEquals(502, leadsEnded.get(1).reason());
            assertArrayEquals("1 buyer 502".getBytes(StandardCharsets.UTF_8), leadsEnded.get(1).answer());
            assertEquals(2, store.recovered());
            crash();
        }
        try (RecordStore store = open(crashed)) {
            assertFalse(store.wasClean());
            assertEquals(expected, seen, "once, however often it stops");
            assertEquals(0, store.recovered());
        }
        assertTrue(JournalVerifier.verify(crashed).isSound());
    }

    @Test
    void shouldNotEndALeadTwice() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.leadEnded(1));
            insert(store, 0, records.posting(2, 1));
            insert(store, 0, records.posting(2, 2));
            insert(store, 0, records.sale(2, 2));
            crash();
        }
        try (RecordStore store = open(crashed)) {
            assertEquals(List.of("POSTING 1 1", "LEAD_ENDED 1 0", "POSTING 2 1", "POSTING 2 2", "SALE 2 2",
                    "POST_ENDED 1 1", "POST_ENDED 2 1"), seen);
            assertEquals(7, store.forcedSequence());
        }
    }

    @Test
    void shouldRecoverTheSameAfterAStopInTheMiddleOfRecovery() throws IOException {
        try (RecordStore store = open(live)) {
            for (int id = 1; id <= 50; id++) {
                insert(store, id % 2, records.posting(id, 1));
            }
            crash();
        }
        final Path first = crashed;
        live = crashed;
        final List<String> expected;
        try (RecordStore store = open(first)) {
            expected = List.copyOf(seen);
            assertEquals(150, store.recovered());
            crash();
        }
        try (RecordStore store = open(crashed)) {
            assertFalse(store.wasClean());
            assertEquals(expected, seen);
            assertEquals(0, store.recovered());
        }
        assertTrue(JournalVerifier.verify(crashed).isSound());
    }

    @Test
    void shouldRecoverLoopsThatAreGoneAndMapsOfAnotherSize() throws IOException {
        try (RecordStore store = open(live, TestConfig.server(), 4)) {
            for (int loop = 0; loop < 4; loop++) {
                insert(store, loop, records.sale(loop + 1, 1));
                insert(store, loop, records.click(loop + 11));
            }
            crash();
        }
        final ServerConfig larger = TestConfig.server(512, 64, 256 * 1024, 64 * 1024);
        try (RecordStore store = open(crashed, larger, 1)) {
            assertEquals(8, seen.size());
            assertEquals(512, store.loop(0).credits());
        }
        try (Stream<Path> files = Files.list(crashed.resolve("hot"))) {
            assertEquals(2, files.count());
        }
        try (RecordStore store = open(crashed, TestConfig.server(), 3)) {
            assertTrue(store.wasClean());
            assertEquals(8, seen.size());
            assertEquals(TestConfig.SALE_ENTRIES, store.loop(2).credits());
        }
    }

    @Test
    void shouldEraseATornBatchAndKeepItsBytes() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.sale(1, 1));
            store.drain().doWork();
            crash();
            insert(store, 0, records.sale(2, 1));
            store.drain().doWork();
            crash();
        }
        final Path segment = journalFile(crashed);
        final byte[] bytes = Files.readAllBytes(segment);
        final int at = indexOf(bytes, "auto-quote", indexOf(bytes, "auto-quote", 0) + 1);
        bytes[at] ^= 1;
        Files.write(segment, bytes);
        try (RecordStore store = open(crashed)) {
            assertEquals(List.of("SALE 1 1", "SALE 2 1"), seen, "the hot map still has the second");
            assertEquals(1, store.recovered());
        }
        try (Stream<Path> files = Files.list(crashed.resolve("journal"))) {
            assertEquals(1, files.filter(path -> path.toString().contains(".torn-")).count());
        }
        assertTrue(JournalVerifier.verify(crashed).isSound());
    }

    @Test
    void shouldMakeALeadUnknownWhoseEntryIsDamaged() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.posting(1, 1));
            insert(store, 0, records.postEnded(1, 1, 2));
            store.drain().doWork();
            store.loop(0).reap();
            insert(store, 0, records.leadEnded(1));
            insert(store, 0, records.sale(2, 1));
            crash();
        }
        final Path file = crashed.resolve("hot").resolve(StoreOpening.saleShape(TestConfig.server(), 0).fileName());
        final byte[] bytes = Files.readAllBytes(file);
        final int at = indexOf(bytes, "auto-quote", 0);
        bytes[at] ^= 1;
        Files.write(file, bytes);
        try (RecordStore store = open(crashed)) {
            assertEquals(1, store.damaged().size());
            final boolean isLead = store.damaged().get(0).kindCode() == RecordKind.LEAD_ENDED.code();
            assertEquals(List.of("POSTING 1 1", "POST_ENDED 1 1", isLead ? "SALE 2 1" : "LEAD_ENDED 1 0"),
                    seen.subList(0, 3));
            assertEquals(isLead ? List.of("LEAD_ENDED 1 0") : List.of(), seen.subList(3, seen.size()));
            assertEquals(isLead ? Outcome.UNKNOWN : Outcome.UNSOLD, leadsEnded.get(0).outcome());
        }
    }

    @Test
    void shouldRefuseDamageInTheMiddle() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.sale(1, 1));
            store.drain().doWork();
            insert(store, 0, records.sale(2, 1));
            store.drain().doWork();
            crash();
        }
        try (RandomAccessFile file = new RandomAccessFile(journalFile(crashed).toFile(), "rw")) {
            file.seek(150);
            file.write(file.read() ^ 1);
        }
        assertEquals(StoreException.Code.DAMAGED, assertThrows(StoreException.class, () -> open(crashed)).code());
        assertEquals(StoreException.Code.DAMAGED, assertThrows(StoreException.class, () -> open(crashed)).code());
    }

    @Test
    void shouldRefuseAJournalThatLostItsEndAfterACleanStop() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.sale(1, 1));
        }
        Files.write(journalFile(live), new byte[1], java.nio.file.StandardOpenOption.WRITE);
        assertEquals(StoreException.Code.DAMAGED, assertThrows(StoreException.class, () -> open(live)).code());
        Files.delete(journalFile(live));
        assertEquals(StoreException.Code.DAMAGED, assertThrows(StoreException.class, () -> open(live)).code());
    }

    @Test
    void shouldRefuseARecordWithoutItsConfiguration() throws IOException {
        try (RecordStore store = open(live)) {
            records.encoder().begin(RecordKind.CLICK, 5, 0, 7, 1);
            assertTrue(store.loop(0).takeClickCredit());
            store.loop(0).insert(records.encoder(), records.encoder().end(), null);
            store.drain().doWork();
            crash();
        }
        final StoreException refused = assertThrows(StoreException.class, () -> open(crashed));
        assertEquals(StoreException.Code.DAMAGED, refused.code());
        assertTrue(refused.getMessage().contains("configuration 7"));
    }

    @Test
    void shouldRefuseWhatANewerGavelWrote() throws IOException {
        try (RecordStore store = open(live)) {
            insert(store, 0, records.sale(1, 1));
        }
        try (RandomAccessFile file = new RandomAccessFile(journalFile(live).toFile(), "rw")) {
            file.seek(8);
            file.write(2);
        }
        assertEquals(StoreException.Code.NEWER_VERSION, assertThrows(StoreException.class, () -> open(live)).code());
    }

    @Test
    void shouldDrainWhatIsLeftWhenItCloses() {
        try (RecordStore store = open(live)) {
            for (int id = 1; id <= 100; id++) {
                insert(store, id % 2, records.sale(id, 1));
            }
        }
        try (RecordStore store = open(live)) {
            assertTrue(store.wasClean());
            assertEquals(100, seen.size());
        }
    }

    private static Path journalFile(final Path path) throws IOException {
        try (Stream<Path> files = Files.list(path.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).sorted().findFirst().orElseThrow();
        }
    }

    private static int indexOf(final byte[] bytes, final String text, final int from) {
        final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
        assertTrue(at >= 0);
        return at;
    }
}
