package gavel.server.start;

import gavel.persist.journal.JournalReader;
import gavel.persist.ledger.RecordSource;

import java.util.function.LongSupplier;

/** The journal as settlement reads it. Confined to the thread that settles. */
public final class JournalSource implements RecordSource {
    private final JournalReader reader;
    private final LongSupplier lastSequence;

    /**
     * @param reader       for this source alone.
     * @param lastSequence the last record that may be read: what is forced, or {@link JournalReader#NO_LIMIT} where
     *                     nobody writes.
     */
    public JournalSource(final JournalReader reader, final LongSupplier lastSequence) {
        this.reader = reader;
        this.lastSequence = lastSequence;
    }

    @Override
    public int read(final long fromSequence, final int limit, final Visitor visitor) {
        if (reader.nextSequence() != fromSequence) {
            reader.seek(fromSequence);
        }
        return (int) reader.read((location, buffer, offset, length) -> visitor.onRecord(buffer, offset, length),
                lastSequence.getAsLong(), limit);
    }
}
