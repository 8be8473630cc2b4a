package gavel.persist.drain;

import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.CompletableFuture;

/**
 * Where threads that are not lead loops leave records: configuration, conversions, decisions. Any thread but a lead
 * loop and the drain. Such a record is in no hot map: until it is forced, nothing of it survives.
 */
public final class ControlRecords {
    private static final int CAPACITY = 1024;

    private final ManyToOneConcurrentArrayQueue<ControlRecord> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final DrainSignal signal;
    private volatile Throwable closedBecause;

    ControlRecords(final DrainSignal signal) {
        this.signal = signal;
    }

    /**
     * Appends the record that the encoder holds.
     *
     * @return completes with its sequence when it is forced, on the drain's thread: what follows must be short.
     * @throws ControlFullException the queue is full, or the drain has stopped.
     */
    public CompletableFuture<Long> submit(final RecordEncoder record, final int length) {
        return submit(record.buffer(), 0, length);
    }

    /** As {@link #submit(RecordEncoder, int)}, for bytes that are a whole record; they are copied. */
    public CompletableFuture<Long> submit(final DirectBuffer buffer, final int offset, final int length) {
        if (length < RecordHeader.LENGTH || length > RecordHeader.RECORD_MAX_BYTES) {
            throw new IllegalArgumentException("a record of " + length + " bytes");
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        final ControlRecord record = new ControlRecord(new UnsafeBuffer(copy), new CompletableFuture<>());
        if (closedBecause != null) {
            throw new ControlFullException("the drain has stopped: " + closedBecause.getMessage());
        }
        if (!queue.offer(record)) {
            throw new ControlFullException("more than " + CAPACITY + " records wait for the drain");
        }
        if (closedBecause != null) {
            refuseAll();
        }
        signal.request();
        return record.sequence();
    }

    /** Records that wait. */
    public int size() {
        return queue.size();
    }

    /** The drain's thread. */
    ControlRecord peek() {
        return queue.peek();
    }

    /** The drain's thread. */
    ControlRecord poll() {
        return queue.poll();
    }

    /** The drain's thread: nothing is taken any more. */
    void stop(final Throwable because) {
        closedBecause = because;
        refuseAll();
    }

    private void refuseAll() {
        ControlRecord record;
        synchronized (this) {
            while ((record = queue.poll()) != null) {
                record.sequence().completeExceptionally(closedBecause);
            }
        }
    }
}
