package gavel.persist.journal;

import gavel.persist.TestRecords;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the journal promises: order, no gap, nothing damaged shown, nothing forced lost. */
class JournalTest {
    private static final int SEGMENT_BYTES = 16 * 1024;
    private static final int BATCH_BYTES = 4 * 1024;

    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();
    private final ScriptedDisk disk = new ScriptedDisk();
    private final List<Long> locations = new ArrayList<>();

    private JournalWriter writer() throws IOException {
        try (JournalReader reader = new JournalReader(directory)) {
            reader.read((location, buffer, offset, length) -> { }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
            TornTail.erase(reader.end(), disk);
            return new JournalWriter(directory, SEGMENT_BYTES, BATCH_BYTES, 3, () -> 1_800_000_000_000L, disk,
                    reader.end());
        }
    }

    private void write(final JournalWriter writer, final int firstId, final int count, final int batch)
            throws IOException {
        for (int i = 0; i < count; i++) {
            final int length = records.sale(firstId + i, 1);
            if (!writer.fits(length)) {
                force(writer);
            }
            writer.append(records.encoder().buffer(), 0, length);
            if (i % batch == batch - 1) {
                force(writer);
            }
        }
        force(writer);
    }

    private void force(final JournalWriter writer) throws IOException {
        if (writer.force() > 0) {
            writer.visitForced((location, buffer, offset, length) -> locations.add(location));
        }
    }

    private List<Long> ids() {
        final List<Long> ids = new ArrayList<>();
        try (JournalReader reader = new JournalReader(directory)) {
            final long[] sequence = {reader.nextSequence()};
            reader.read((location, buffer, offset, length) -> {
                assertEquals(sequence[0]++, RecordHeader.sequence(buffer, offset));
                ids.add(RecordHeader.id(buffer, offset));
            }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
        }
        return ids;
    }

    private static List<Long> upTo(final int last) {
        return java.util.stream.LongStream.rangeClosed(1, last).boxed().toList();
    }

    private Path segment(final int index) throws IOException {
        return Segment.list(directory).get(index).file();
    }

    @Test
    void shouldReadBackInOrderOverSegmentsAndRestarts() throws IOException {
        for (int run = 0; run < 3; run++) {
            try (JournalWriter writer = writer()) {
                write(writer, run * 100 + 1, 100, 7);
            }
        }
        assertEquals(upTo(300), ids());
        assertTrue(Segment.list(directory).size() > 3);
        for (final Segment segment : Segment.list(directory)) {
            assertEquals(SEGMENT_BYTES, Files.size(segment.file()));
        }
    }

    @Test
    void shouldSeekBySequenceAndReadByLocation() throws IOException {
        try (JournalWriter writer = writer(); JournalReader reader = new JournalReader(directory)) {
            write(writer, 1, 200, 7);
            final RecordDecoder decoder = new RecordDecoder();
            for (int sequence = 1; sequence <= 200; sequence++) {
                final long id = sequence;
                final long location = locations.get(sequence - 1);
                reader.readAt(location, decoder);
                assertEquals(id, decoder.sequence());
                assertTrue(reader.seek(id).next((l, buffer, offset, length) -> {
                    assertEquals(location, l);
                    assertEquals(id, RecordHeader.id(buffer, offset));
                }, 200));
                assertEquals(200 - id, reader.read((l, b, o, n) -> { }, 200, Long.MAX_VALUE));
            }
        }
    }

    @Test
    void shouldFollowALiveJournalUpToWhatIsForced() throws IOException {
        final List<Long> read = new ArrayList<>();
        try (JournalWriter writer = writer(); JournalReader reader = new JournalReader(directory)) {
            assertFalse(reader.next((l, b, o, n) -> { }, 0));
            for (int i = 0; i < 50; i++) {
                write(writer, i * 4 + 1, 4, 3);
                final long forced = writer.forcedSequence() - i % 2;
                reader.read((location, buffer, offset, length) -> read.add(RecordHeader.id(buffer, offset)),
                        forced, Long.MAX_VALUE);
                assertEquals(upTo((int) forced), read);
            }
            assertThrows(JournalException.class, () -> reader.read((l, b, o, n) -> { }, 999, Long.MAX_VALUE));
        }
    }

    @Test
    void shouldEndAtATailThatIsTornAtAnyByte() throws IOException {
        final int last = 5;
        try (JournalWriter writer = writer()) {
            write(writer, 1, last, 2);
        }
        final Path file = segment(0);
        final byte[] whole = Files.readAllBytes(file);
        final int from = (int) Locations.offset(locations.get(last - 1)) - BatchMark.LENGTH;
        final int to = from + BatchMark.LENGTH + records.sale(last, 1);
        for (int cut = from; cut < to; cut++) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".torn-" + from));
            final byte[] torn = whole.clone();
            java.util.Arrays.fill(torn, cut, torn.length, (byte) 0);
            Files.write(file, cut % 2 == 0 ? torn : java.util.Arrays.copyOf(whole, cut));
            assertEquals(upTo(last - 1), ids(), "cut at " + cut);
            try (JournalWriter writer = writer()) {
                assertEquals(last, writer.nextSequence());
                write(writer, last, 3, 1);
            }
            assertEquals(upTo(last + 2), ids(), "cut at " + cut);
            Files.list(directory).filter(path -> !path.equals(file)).forEach(path -> path.toFile().delete());
        }
    }

    @Test
    void shouldTakeATornBatchForTornWhicheverPartOfItIsMissing() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 6, 2);
        }
        final byte[] whole = Files.readAllBytes(segment(0));
        final int from = (int) Locations.offset(locations.get(4)) - BatchMark.LENGTH;
        final int to = (int) Locations.offset(locations.get(5)) + records.sale(6, 1);
        for (int at = from; at < to; at++) {
            final byte[] torn = whole.clone();
            java.util.Arrays.fill(torn, at, Math.min(to, at + 100), (byte) 0);
            Files.write(segment(0), torn);
            final List<Long> ids = ids();
            assertTrue(ids.equals(upTo(4)) || ids.equals(upTo(5)), "hole at " + at + " gave " + ids);
        }
    }

    @Test
    void shouldRefuseAFlippedByteInTheMiddleAndSayWhere() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 20, 2);
        }
        final long offset = Locations.offset(locations.get(9));
        flip(segment(0), offset + RecordHeader.LENGTH + 3);
        final JournalException refused = assertThrows(JournalException.class, this::ids);
        assertEquals(segment(0), refused.file());
        assertEquals(offset, refused.offset());
        assertTrue(refused.getMessage().contains("where record 10 belongs"), refused.getMessage());
        assertFalse(refused.isNewer());
        final JournalReport report = JournalVerifier.verify(directory);
        assertEquals(1, report.problems().size());
        assertEquals(offset, report.problems().get(0).offset());
        assertEquals(19, report.records());
    }

    @Test
    void shouldRefuseDamageAtTheEndOfASegmentThatIsNotTheLast() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 100, 7);
        }
        final Segment first = Segment.list(directory).get(0);
        final long offset = Locations.offset(locations.get((int) Segment.list(directory).get(1).firstSequence() - 2));
        flip(first.file(), offset + 50);
        assertThrows(JournalException.class, this::ids);
        assertFalse(JournalVerifier.verify(directory).isSound());
    }

    @Test
    void shouldRefuseASegmentThatIsMissing() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 150, 7);
        }
        Files.delete(segment(1));
        assertThrows(JournalException.class, this::ids);
        assertFalse(JournalVerifier.verify(directory).isSound());
    }

    @Test
    void shouldReadOnWithoutTheFirstSegmentsAndSaySo() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 150, 7);
        }
        final long first = Segment.list(directory).get(1).firstSequence();
        Files.delete(segment(0));
        assertEquals(first, ids().get(0));
        assertFalse(JournalVerifier.verify(directory).isSound());
        try (JournalReader reader = new JournalReader(directory)) {
            assertThrows(JournalException.class, () -> reader.seek(1).next((l, b, o, n) -> { }, 5));
        }
    }

    @Test
    void shouldSayWhenANewerGavelWroteIt() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 3, 1);
        }
        try (RandomAccessFile file = new RandomAccessFile(segment(0).toFile(), "rw")) {
            file.seek(8);
            file.write(2);
        }
        final JournalException refused = assertThrows(JournalException.class, this::ids);
        assertTrue(refused.isNewer());
        assertTrue(refused.getMessage().contains("newer Gavel"));
        assertTrue(assertThrows(JournalException.class, () -> JournalVerifier.verify(directory)).isNewer());
    }

    @Test
    void shouldSayWhenANewerGavelWroteARecord() throws IOException {
        try (JournalWriter writer = writer()) {
            final int length = records.sale(1, 1);
            records.encoder().buffer().putByte(26, (byte) 9);
            writer.append(records.encoder().buffer(), 0, length);
            writer.force();
        }
        assertTrue(assertThrows(JournalException.class, this::ids).isNewer());
    }

    @Test
    void shouldDieOfAFailedForce() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 3, 1);
            disk.failForceAfter(0);
            writer.append(records.encoder().buffer(), 0, records.sale(4, 1));
            assertThrows(IOException.class, writer::force);
            disk.failForceAfter(Integer.MAX_VALUE);
            assertThrows(IOException.class, writer::force);
            assertThrows(IOException.class, () -> writer.append(records.encoder().buffer(), 0, records.sale(5, 1)));
            assertEquals(3, writer.forcedSequence());
        }
    }

    @Test
    void shouldMeetAFullDiskWhenASegmentIsMadeAndNotBefore() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 1, 1);
            int id = 2;
            while (writer.segmentsCreated() == 1) {
                final int next = id;
                final int length = records.sale(next, 1);
                if (Files.size(segment(0)) - (Locations.offset(locations.get(next - 2)) + 2L * length)
                        < length + BatchMark.LENGTH) {
                    disk.failWriteAfter(0);
                    assertThrows(IOException.class, () -> write(writer, next, 1, 1));
                    break;
                }
                write(writer, id++, 1, 1);
            }
            assertEquals(upTo(id - 1), ids());
        }
        disk.failWriteAfter(Integer.MAX_VALUE);
        final int size = ids().size();
        try (JournalWriter writer = writer()) {
            write(writer, size + 1, 5, 2);
        }
        assertEquals(upTo(size + 5), ids());
    }

    @Test
    void shouldPrepareTheNextSegmentBesideTheBatches() throws IOException {
        try (JournalWriter writer = writer()) {
            int prepared = 0;
            for (int i = 1; i <= 40; i++) {
                write(writer, i, 1, 1);
                prepared += writer.prepareNext(false) ? 1 : 0;
            }
            assertEquals(1, prepared);
            assertTrue(Files.exists(directory.resolve("next.tmp")));
            disk.failWriteAfter(1_000);
        }
        assertFalse(Files.exists(directory.resolve("next.tmp")));
        assertEquals(upTo(40), ids());
    }

    @Test
    void shouldGiveARecordThatIsLongerThanASegmentOneOfItsOwn() throws IOException {
        try (JournalWriter writer = writer()) {
            write(writer, 1, 2, 1);
            final int length = records.posting(3, 1, TestRecords.lead(new byte[100_000]));
            writer.append(records.encoder().buffer(), 0, length);
            force(writer);
            write(writer, 4, 2, 1);
        }
        assertEquals(upTo(5), ids());
        try (JournalReader reader = new JournalReader(directory)) {
            final RecordDecoder decoder = new RecordDecoder();
            reader.readAt(locations.get(2), decoder);
            assertEquals(RecordKind.POSTING, decoder.kind());
        }
    }

    @Test
    void shouldCountAndPrint() throws IOException {
        try (JournalWriter writer = writer()) {
            writer.append(records.encoder().buffer(), 0, records.click(9));
            writer.append(records.encoder().buffer(), 0, records.posting(1, 1));
            writer.append(records.encoder().buffer(), 0, records.postEnded(1, 1, 2));
            writer.append(records.encoder().buffer(), 0, records.leadEnded(1));
            writer.append(records.encoder().buffer(), 0, records.sale(1, 2));
            writer.append(records.encoder().buffer(), 0, records.sale(1, 2));
            writer.force();
        }
        final JournalReport report = JournalVerifier.verify(directory);
        assertEquals(6, report.records());
        assertEquals(2, report.countByKind().get(RecordKind.SALE));
        assertEquals(0, report.countByKind().get(RecordKind.CONFIG));
        assertEquals(1, report.firstSequence());
        assertEquals(6, report.lastSequence());
        assertEquals(1, report.problems().size());
        assertTrue(report.problems().get(0).what().contains("second time"));
        final StringBuilder lines = new StringBuilder();
        assertEquals(6, new JournalPrinter(directory, 0, null, false).print(lines));
        assertTrue(lines.toString().startsWith("seq=1          kind=CLICK      id=0000000000009 attempt=0 time=2027-"));
        lines.setLength(0);
        assertEquals(1, new JournalPrinter(directory, 2, RecordKind.POSTING, true).print(lines));
        assertTrue(lines.toString().startsWith("{\"seq\":2,\"kind\":\"POSTING\",\"id\":\"0000000000001\","));
        assertTrue(lines.toString().endsWith("\"price_micros\":12500000,\"payout_micros\":10000000,\"bids\":[],"
                + "\"ping_reference\":\"\"}\n"));
        lines.setLength(0);
        new JournalPrinter(directory, 0, RecordKind.POST_ENDED, true).print(lines);
        assertTrue(lines.toString().contains("\"status\":\"rejected\""), lines.toString());
    }

    @Test
    void shouldStartEmpty() throws IOException {
        assertEquals(List.of(), ids());
        assertNull(JournalEnd.EMPTY.file());
        assertTrue(JournalVerifier.verify(directory).isSound());
    }

    private static void flip(final Path path, final long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            final int before = file.read();
            file.seek(offset);
            file.write(before ^ 1);
        }
    }
}
