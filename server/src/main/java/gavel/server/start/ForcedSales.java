package gavel.server.start;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.ledger.LedgerWatch;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.DirectBuffer;

import java.util.function.Supplier;

/**
 * Counts the sales in the journal as its records are read at the start and forced after it, for the ledger to be held
 * against. Written by the starting thread, then by the drain's; read by the settle thread, which asks once a second.
 */
final class ForcedSales implements JournalVisitor, Supplier<LedgerWatch.Forced> {
    private long sequence;
    private long sales;

    @Override
    public synchronized void onRecord(final long location, final DirectBuffer buffer, final int offset,
                                      final int length) {
        sequence = RecordHeader.sequence(buffer, offset);
        if (RecordHeader.kindCode(buffer, offset) == RecordKind.SALE.code()) {
            sales++;
        }
    }

    @Override
    public synchronized LedgerWatch.Forced get() {
        return new LedgerWatch.Forced(sequence, sales);
    }
}
