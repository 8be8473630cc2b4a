package gavel.persist.ledger;

import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** A journal in memory, with real record bytes. One thread. */
final class FakeJournal implements RecordSource {
    private final RecordEncoder encoder = new RecordEncoder(64 * 1024);
    private final List<UnsafeBuffer> records = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private int visible = Integer.MAX_VALUE;

    /** Appends one record; returns its sequence. */
    long append(final RecordKind kind, final long id, final int attempt, final long epochNs,
                final Consumer<RecordEncoder> body) {
        encoder.begin(kind, id, attempt, 1, epochNs);
        body.accept(encoder);
        final int length = encoder.end();
        final byte[] bytes = new byte[length];
        encoder.buffer().getBytes(0, bytes);
        return seal(bytes);
    }

    /** The bytes of a record. */
    UnsafeBuffer record(final long sequence) {
        return records.get((int) sequence - 1);
    }

    /** Appends the same record again, as no sound journal would. */
    long repeat(final UnsafeBuffer record) {
        return seal(record.byteArray().clone());
    }

    private long seal(final byte[] bytes) {
        final ByteBuffer copy = ByteBuffer.wrap(bytes);
        final UnsafeBuffer record = new UnsafeBuffer(bytes);
        final long sequence = records.size() + 1L;
        RecordHeader.sequence(record, 0, sequence);
        RecordHeader.seal(record, 0, copy, crc);
        records.add(record);
        return sequence;
    }

    /** Shows only the first records, as if the rest were not forced yet. */
    void showOnly(final int count) {
        visible = count;
    }

    /** Takes a record out of the middle; those after it keep their sequence. */
    void lose(final long sequence) {
        records.set((int) sequence - 1, null);
    }

    int size() {
        return Math.min(visible, records.size());
    }

    @Override
    public int read(final long fromSequence, final int limit, final Visitor visitor) {
        int count = 0;
        for (long sequence = fromSequence; sequence <= size() && count < limit; sequence++) {
            final UnsafeBuffer record = records.get((int) sequence - 1);
            if (record != null) {
                visitor.onRecord(record, 0, record.capacity());
                count++;
            }
        }
        return count;
    }
}
