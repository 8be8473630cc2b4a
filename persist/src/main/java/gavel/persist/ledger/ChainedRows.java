package gavel.persist.ledger;

import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;

/**
 * Passes the rows of records on, and chains both: the records' own bytes, and the rows. Every {@link #SEAL_RECORDS}
 * records it adds the two links as a row of its own, the seal. Confined to the thread that settles or compares. A pure
 * function of the journal, like the rows: batches and restarts leave no trace in it.
 */
final class ChainedRows implements RowSink {
    /** Records of a seal. Fewer tell more exactly where damage is, and are more bytes; fixed, since seals are rows. */
    static final int SEAL_RECORDS = 64;

    private final RowSink sink;
    private final HashChain rows;
    private final HashChain records;
    private final RowBytes rowBytes = new RowBytes();
    private byte[] recordBytes = new byte[4096];

    /**
     * @param rows    over the rows, at the record before the first one that is accepted; it goes on with each.
     * @param records over the records, likewise.
     */
    ChainedRows(final HashChain rows, final HashChain records, final RowSink sink) {
        this.rows = rows;
        this.records = records;
        this.sink = sink;
    }

    /** Whether a record ends with a seal. */
    static boolean isSealed(final long journalSequence) {
        return journalSequence % SEAL_RECORDS == 0;
    }

    @Override
    public RowSink begin(final LedgerTable table, final long journalSequence) {
        rowBytes.begin(table, journalSequence);
        sink.begin(table, journalSequence);
        return this;
    }

    @Override
    public RowSink number(final long value) {
        rowBytes.number(value);
        sink.number(value);
        return this;
    }

    @Override
    public RowSink text(final String value) {
        rowBytes.text(value);
        sink.text(value);
        return this;
    }

    @Override
    public RowSink nothing() {
        rowBytes.nothing();
        sink.nothing();
        return this;
    }

    @Override
    public void end() {
        rowBytes.end();
        sink.end();
    }

    /** Ends a record, all of whose rows were passed on. */
    void endRecord(final DirectBuffer buffer, final int offset) {
        chain(buffer, offset);
        final long sequence = RecordHeader.sequence(buffer, offset);
        if (isSealed(sequence)) {
            sink.begin(LedgerTable.SEAL, sequence).text(rows.link()).text(records.link()).end();
        }
    }

    /** Chains a record that could not be read to its end, so that a check can go on after it. */
    void chain(final DirectBuffer buffer, final int offset) {
        rowBytes.endRecord(rows);
        final int length = RecordHeader.length(buffer, offset);
        if (length > recordBytes.length) {
            recordBytes = new byte[length];
        }
        buffer.getBytes(offset, recordBytes, 0, length);
        records.begin();
        records.add(recordBytes, length);
        records.end();
    }
}
