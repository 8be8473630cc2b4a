package gavel.persist.journal;

import gavel.persist.TestRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Backups and what is made of them: whole or not there, and nothing of another journal in them. */
class JournalCopyTest {
    private static final int SEGMENT_BYTES = 16 * 1024;
    private static final int BATCH_BYTES = 4 * 1024;
    private static final int RECORDS = 200;

    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();
    private final ScriptedDisk disk = new ScriptedDisk();

    private JournalWriter writer(final String data, final int node) throws IOException {
        final Path journal = directory.resolve(data).resolve("journal");
        try (JournalReader reader = new JournalReader(journal)) {
            reader.read((location, buffer, offset, length) -> { }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
            return new JournalWriter(journal, SEGMENT_BYTES, BATCH_BYTES, node, () -> 1_800_000_000_000L, Disk.REAL,
                    reader.end());
        }
    }

    private void write(final JournalWriter writer, final int firstId, final int count) throws IOException {
        for (int i = 0; i < count; i++) {
            writer.append(records.encoder().buffer(), 0, records.sale(firstId + i, 1));
            writer.force();
        }
    }

    private void journal(final String data, final int node, final int count) throws IOException {
        try (JournalWriter writer = writer(data, node)) {
            write(writer, 1, count);
        }
    }

    private Path path(final String name) {
        return directory.resolve(name);
    }

    private JournalReport backup(final String data, final String target, final long last) throws IOException {
        return new JournalCopy(path(target), disk, (bytes, total) -> assertTrue(bytes <= total))
                .backup(path(data), last);
    }

    private JournalReport restore(final String backup, final String target, final String... more)
            throws IOException {
        return new JournalCopy(path(target), disk, (bytes, total) -> { })
                .restore(path(backup), List.of(more).stream().map(this::path).toList());
    }

    private Path segment(final String data, final int index) throws IOException {
        return Segment.list(path(data).resolve("journal")).get(index).file();
    }

    private static void flip(final Path file, final long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            final int was = bytes.read();
            bytes.seek(offset);
            bytes.write(was ^ 1);
        }
    }

    @Test
    void shouldBackUpAForcedPrefixWhileRecordsAreWrittenAndGoOnFromIt() throws IOException {
        try (JournalWriter writer = writer("data", 3)) {
            write(writer, 1, RECORDS);
            final long forced = writer.forcedSequence();
            write(writer, RECORDS + 1, 50);
            writer.append(records.encoder().buffer(), 0, records.sale(1000, 1));
            final JournalReport report = backup("data", "backup", forced);
            assertEquals(RECORDS, report.records());
            assertTrue(report.segments() > 2);
        }
        assertEquals(RECORDS, restore("backup", "new").lastSequence());
        assertFalse(Files.exists(path("new").resolve("backup")));
        try (JournalWriter writer = writer("new", 4)) {
            write(writer, 2000, 100);
        }
        final JournalReport report = JournalVerifier.verify(path("new"));
        assertEquals(List.of(), report.problems());
        assertEquals(RECORDS + 100, report.lastSequence());
        assertEquals(RECORDS + 100, backup("new", "next", RECORDS + 100).lastSequence());
    }

    @Test
    void shouldCopyTheKeysAlong() throws IOException {
        journal("data", 3, 5);
        Files.createDirectories(path("data").resolve("keys"));
        Files.writeString(path("data").resolve("keys/0000000001.keys"), "wrapped");
        backup("data", "backup", 5);
        restore("backup", "new");
        assertEquals("wrapped", Files.readString(path("new").resolve("keys/0000000001.keys")));
    }

    @Test
    void shouldReachFurtherWithSegmentsThatWereCopiedLater() throws IOException {
        journal("data", 3, RECORDS);
        backup("data", "backup", 60);
        assertEquals(60, restore("backup", "old").lastSequence());
        assertEquals(RECORDS, restore("backup", "new", "data").lastSequence());
    }

    @Test
    void shouldBeThereWholeOrNotAtAllWhicheverWriteOrForceFails() throws IOException {
        journal("data", 3, RECORDS);
        backUpUntilNothingFails("force", disk::failForceAfter);
        backUpUntilNothingFails("write", disk::failWriteAfter);
    }

    private void backUpUntilNothingFails(final String name, final IntConsumer script) throws IOException {
        boolean isWhole = false;
        int n = 0;
        while (!isWhole) {
            final String target = name + n;
            script.accept(n);
            try {
                backup("data", target, RECORDS);
                isWhole = true;
            } catch (final IOException e) {
                n++;
                assertFalse(Files.exists(path(target)));
            }
            disk.mend();
            if (!isWhole) {
                assertThrows(FileAlreadyExistsException.class, () -> backup("data", target, RECORDS));
            }
        }
        assertEquals(Segment.list(path("data").resolve("journal")).size() + 1, n);
    }

    @Test
    void shouldRefuseADamagedSegmentByName() throws IOException {
        journal("data", 3, RECORDS);
        backup("data", "backup", RECORDS);
        for (int i = 0; i < 3; i++) {
            final Path file = segment("backup", i);
            final long offset = Files.size(file) / 2;
            flip(file, offset);
            final JournalException refused = assertThrows(JournalException.class, () -> restore("backup", "new"));
            assertEquals(file, refused.file());
            assertFalse(Files.exists(path("new")));
            flip(file, offset);
        }
        assertEquals(RECORDS, restore("backup", "new").lastSequence());
    }

    @Test
    void shouldRefuseAGapAndALostLastSegment() throws IOException {
        journal("data", 3, RECORDS);
        backup("data", "backup", RECORDS);
        final int segments = Segment.list(path("backup").resolve("journal")).size();
        for (final int index : new int[] {0, 1, segments - 1}) {
            final Path file = segment("backup", index);
            final Path away = path("away");
            Files.move(file, away);
            assertThrows(JournalException.class, () -> restore("backup", "new"), file.toString());
            assertFalse(Files.exists(path("new")));
            Files.move(away, file);
        }
    }

    @Test
    void shouldRefuseSegmentsOfAnotherJournal() throws IOException {
        journal("data", 3, RECORDS);
        backup("data", "backup", 60);
        journal("stranger", 5, RECORDS);
        final JournalException refused =
                assertThrows(JournalException.class, () -> restore("backup", "new", "stranger"));
        assertTrue(refused.getMessage().contains("not of the journal"), refused.getMessage());
    }

    @Test
    void shouldRefuseATargetThatHoldsSomethingAndABackupThatIsNone() throws IOException {
        journal("data", 3, 5);
        Files.createDirectories(path("full"));
        Files.writeString(path("full").resolve("note"), "mine");
        assertThrows(FileAlreadyExistsException.class, () -> backup("data", "full", 5));
        assertEquals("mine", Files.readString(path("full").resolve("note")));
        Files.createDirectories(path("empty"));
        assertEquals(5, backup("data", "empty", 5).lastSequence());
        assertThrows(NoSuchFileException.class, () -> restore("data", "new"));
        assertThrows(JournalException.class, () -> backup("data", "further", 6));
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        journal("data", 3, RECORDS);
        final JournalCopy copy = new JournalCopy(path("backup"), disk, (bytes, total) -> spoilWhatIsWritten());
        final JournalException refused =
                assertThrows(JournalException.class, () -> copy.backup(path("data"), RECORDS));
        assertTrue(refused.file().toString().endsWith(SegmentCopy.WRITING_SUFFIX), refused.getMessage());
        assertFalse(Files.exists(path("backup")));
    }

    private void spoilWhatIsWritten() {
        final Path journal = path("backup" + SegmentCopy.WRITING_SUFFIX).resolve("journal");
        try (Stream<Path> files = Files.list(journal)) {
            final Path last = files.filter(file -> file.toString().endsWith(SegmentCopy.WRITING_SUFFIX)).findFirst()
                    .orElseThrow();
            flip(last, Files.size(last) / 2);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
