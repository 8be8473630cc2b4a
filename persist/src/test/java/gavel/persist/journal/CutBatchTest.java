package gavel.persist.journal;

import gavel.persist.TestRecords;
import gavel.persist.record.RecordHeader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A power cut in the middle of a batch leaves its first records whole; what is forced after the next start stays. */
class CutBatchTest {
    private static final int BATCH_RECORDS = 5;
    private static final int BATCH_BYTES = 32 * 1024;

    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();

    private JournalWriter writer(final int segmentBytes) throws IOException {
        try (JournalReader reader = new JournalReader(directory)) {
            reader.read((location, buffer, offset, length) -> { }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
            TornTail.erase(reader.end(), Disk.REAL);
            return new JournalWriter(directory, segmentBytes, BATCH_BYTES, 3, () -> 1L, Disk.REAL, reader.end());
        }
    }

    private void write(final JournalWriter writer, final int firstId, final int count) throws IOException {
        for (int i = 0; i < count; i++) {
            final int length = records.sale(firstId + i, 1);
            if (!writer.fits(length)) {
                writer.force();
            }
            writer.append(records.encoder().buffer(), 0, length);
        }
        writer.force();
    }

    private List<Long> read(final List<Long> locations) {
        final List<Long> ids = new ArrayList<>();
        try (JournalReader reader = new JournalReader(directory)) {
            reader.read((location, buffer, offset, length) -> {
                locations.add(location);
                ids.add(RecordHeader.id(buffer, offset));
            }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
        }
        return ids;
    }

    /** In a segment with room the next batch follows at once; in one that is full it begins the next segment. */
    @ParameterizedTest
    @CsvSource({"65536, 0", "65536, 1", "65536, 4", "1260, 0", "1260, 1", "1260, 4"})
    void shouldKeepWhatIsForcedAfterABatchThatWasCutShort(final int segmentBytes, final int whole) throws IOException {
        try (JournalWriter writer = writer(segmentBytes)) {
            write(writer, 1, BATCH_RECORDS);
        }
        final List<Long> locations = new ArrayList<>();
        read(locations);
        final long cut = Locations.offset(locations.get(whole));
        try (RandomAccessFile file = new RandomAccessFile(Segment.list(directory).get(0).file().toFile(), "rw")) {
            file.seek(cut);
            file.write(new byte[(int) (file.length() - cut)]);
            file.seek(cut + RecordHeader.LENGTH);
            file.write(1);
        }
        final List<Long> expected = new ArrayList<>();
        for (long id = 1; id <= whole; id++) {
            expected.add(id);
        }
        for (int start = 1; start <= 3; start++) {
            try (JournalWriter writer = writer(segmentBytes)) {
                write(writer, start * 100, BATCH_RECORDS);
            }
            for (long i = 0; i < BATCH_RECORDS; i++) {
                expected.add(start * 100 + i);
            }
            assertEquals(expected, read(new ArrayList<>()));
            assertEquals(List.of(), JournalVerifier.verify(directory).problems());
        }
    }
}
