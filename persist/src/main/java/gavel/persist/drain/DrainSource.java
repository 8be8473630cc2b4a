package gavel.persist.drain;

import gavel.persist.journal.JournalWriter;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The drain's side of one loop: what has been taken from its ring. Confined to the drain's thread. */
final class DrainSource implements ControlledMessageHandler {
    private final LoopRecords loop;
    private final JournalWriter writer;
    private long taken;
    private long announced;
    private boolean isAwaited;
    private boolean isCut;

    DrainSource(final LoopRecords loop, final JournalWriter writer) {
        this.loop = loop;
        this.writer = writer;
    }

    /** Moves records to the batch until the ring is empty or the batch full. Returns whether the batch is full. */
    boolean collect() {
        isCut = false;
        int read;
        do {
            read = loop.ring().controlledRead(this, Integer.MAX_VALUE);
        } while (read > 0 && !isCut);
        return isCut;
    }

    @Override
    public Action onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        if (!writer.fits(length)) {
            isCut = true;
            return Action.ABORT;
        }
        try {
            writer.append(buffer, index, length);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        taken++;
        isAwaited |= type == LoopRecords.AWAITED;
        return Action.CONTINUE;
    }

    /** Tells the loop what is forced now. */
    void announce() {
        if (taken > announced) {
            announced = taken;
            loop.forced(taken, isAwaited);
            isAwaited = false;
        }
    }
}
