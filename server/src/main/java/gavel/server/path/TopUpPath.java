package gavel.server.path;

import gavel.persist.drain.ControlFullException;
import gavel.persist.drain.ControlRecords;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.IdSource;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.CompletableFuture;

/**
 * Records what a buyer pays in. Any thread but a loop or the drain's. A payment is recorded once: who repeats its
 * reference is told.
 */
public final class TopUpPath {
    private static final int RECORD_MAX_BYTES = 1024;

    private final TopUps topUps;
    private final ControlRecords records;
    private final IdSource ids;
    private final int configVersion;
    private final EpochNanoClock clock;

    /**
     * @param ids of threads that are no loops.
     */
    public TopUpPath(final TopUps topUps, final ControlRecords records, final IdSource ids, final int configVersion,
                     final EpochNanoClock clock) {
        this.topUps = topUps;
        this.records = records;
        this.ids = ids;
        this.configVersion = configVersion;
        this.clock = clock;
    }

    /**
     * Records a payment; the credit has it once it is forced.
     *
     * @return completes with the record's sequence when it can't be lost any more; null when the buyer has a payment
     *         of that reference already, or one is being recorded.
     * @throws ControlFullException nothing is recorded now; try again.
     */
    public CompletableFuture<Long> record(final TopUpBody body) {
        if (!topUps.claim(body.buyer(), body.reference())) {
            return null;
        }
        CompletableFuture<Long> forced = null;
        try {
            forced = submit(body);
        } finally {
            if (forced == null) {
                topUps.release(body.buyer(), body.reference());
            }
        }
        return forced;
    }

    private synchronized CompletableFuture<Long> submit(final TopUpBody body) {
        final long nowNs = clock.nanoTime();
        final RecordEncoder encoder = new RecordEncoder(RECORD_MAX_BYTES);
        encoder.begin(RecordKind.TOP_UP, ids.next(nowNs / 1_000_000), 0, configVersion, nowNs);
        BodyWriter.topUp(encoder, body);
        return records.submit(encoder, encoder.end());
    }
}
