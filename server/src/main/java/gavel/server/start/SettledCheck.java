package gavel.server.start;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.ledger.BooksException;
import gavel.persist.ledger.Ledger;
import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;

import java.nio.file.Path;

/**
 * Refuses a journal that lacks what its ledger already holds: records that were forced are missing, and going on would
 * hide it. Used by the starting thread alone, while nothing has been changed yet.
 */
final class SettledCheck implements JournalVisitor {
    private final Path dataDir;
    private final long memoryBytes;
    private Ledger.Settled settled;

    SettledCheck(final Path dataDir, final long memoryBytes) {
        this.dataDir = dataDir;
        this.memoryBytes = memoryBytes;
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        if (RecordHeader.sequence(buffer, offset) == settled().sequence()
                && RecordHeader.crc(buffer, offset) != settled().crc()) {
            throw refused("record " + settled().sequence() + " of the journal is not the one that it was built from");
        }
    }

    @Override
    public void onEnd(final long nextSequence) {
        if (settled().sequence() >= nextSequence) {
            throw refused("the journal ends before record " + nextSequence);
        }
    }

    /** Read when it is first needed: the directory is locked by then. */
    private Ledger.Settled settled() {
        if (settled == null) {
            settled = Ledger.settled(dataDir, memoryBytes);
        }
        return settled;
    }

    private BooksException refused(final String why) {
        return new BooksException("the ledger holds " + settled.sequence() + " records, but " + why + ". Nothing was "
                + "changed. Keep a copy of " + dataDir + " and restore its journal from a backup; without one, gavel "
                + "ledger rebuild makes the books from what the journal has, and what it lacks is lost");
    }
}
