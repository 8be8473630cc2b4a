package gavel.persist.ledger;

import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalEnd;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalWriter;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A data directory with a journal and a ledger in real files, made by the writer, the reader and the settlement. */
final class JournalBooks {
    static final int SEGMENT_BYTES = 24 * 1024;
    private static final int BATCH_BYTES = 4 * 1024;

    final Path directory;

    JournalBooks(final Path directory) {
        this.directory = directory;
    }

    /** Where a record lies. */
    record Place(Path segment, int offset, int length) {
    }

    /** Writes records into a new journal, each as the writer would: with a sequence and a checksum of its own. */
    JournalBooks write(final List<byte[]> records) throws IOException {
        Files.createDirectories(directory);
        try (JournalWriter writer = new JournalWriter(directory.resolve("journal"), SEGMENT_BYTES, BATCH_BYTES, 3,
                () -> 1_800_000_000_000L, Disk.REAL, JournalEnd.EMPTY)) {
            for (final byte[] bytes : records) {
                if (!writer.fits(bytes.length)) {
                    writer.force();
                }
                writer.append(new UnsafeBuffer(bytes), 0, bytes.length);
            }
            writer.force();
        }
        return this;
    }

    /** Carries the journal into the ledger. */
    JournalBooks settle(final int batch) throws Exception {
        try (JournalReader reader = reader(); Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES);
             Settlement settlement = new Settlement(ledger, source(reader), () -> { }, null)) {
            while (settlement.settle(batch) > 0) {
                Thread.onSpinWait();
            }
        }
        return this;
    }

    JournalReader reader() {
        return new JournalReader(directory.resolve("journal"));
    }

    static RecordSource source(final JournalReader reader) {
        return (fromSequence, limit, visitor) -> {
            if (reader.nextSequence() != fromSequence) {
                reader.seek(fromSequence);
            }
            return (int) reader.read((location, buffer, offset, length) -> visitor.onRecord(buffer, offset, length),
                    JournalReader.NO_LIMIT, limit);
        };
    }

    /** All records, as they lie there. */
    List<byte[]> records() {
        final List<byte[]> records = new ArrayList<>();
        try (JournalReader reader = reader()) {
            reader.read((location, buffer, offset, length) -> {
                final byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                records.add(bytes);
            }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
        }
        return records;
    }

    /** Where each record lies; docs/RECORDS.md draws a location. */
    List<Place> places() throws IOException {
        final List<Path> segments = segments();
        final List<Place> places = new ArrayList<>();
        try (JournalReader reader = reader()) {
            reader.read((location, buffer, offset, length) -> places.add(new Place(
                    segments.get((int) (location >>> 32) - 1), (int) (location & 0xffff_ffffL) * 8, length)),
                    JournalReader.NO_LIMIT, Long.MAX_VALUE);
        }
        return places;
    }

    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
        }
    }

    /** The same files in another directory. */
    JournalBooks copyTo(final Path other) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted().toList()) {
                final Path copy = other.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new JournalBooks(other);
    }
}
