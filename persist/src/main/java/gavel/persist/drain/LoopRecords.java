package gavel.persist.drain;

import gavel.persist.hot.HotMap;
import gavel.persist.hot.HotShape;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a lead loop leaves its records. Confined to that loop's thread, but for what the drain calls and for the
 * figures; both say so.
 *
 * <p>A record goes into the hot map, where it survives the process, and into a ring, from which the drain takes it.
 * When the ring is full the record waits in the map and follows, in order, at a later {@link #reap()}. The loop hears
 * of the force in {@link #reap()} and nowhere else: no listener is ever called from within {@link #insert}.
 */
public final class LoopRecords {
    /** Type of a message in the ring: nobody waits, or somebody does. */
    static final int UNAWAITED = 1;
    static final int AWAITED = 2;

    private static final int RING_MIN_BYTES = 1 << 20;
    private static final int RING_MAX_BYTES = 1 << 26;
    private static final int RING_BYTES_PER_ENTRY = 1024;
    private static final int RING_LONGEST_PARTS = 8;
    private static final int CLICK = RecordKind.CLICK.code();

    private final HotMap sales;
    private final HotMap clicks;
    private final Credits saleCredits;
    private final Credits clickCredits;
    private final OutstandingRecords outstanding;
    private final OneToOneRingBuffer ring;
    private final DrainSignal signal;

    /** Written by the loop alone, and read by whoever asks how much is outstanding. */
    private final AtomicLong inserted = new AtomicLong();
    private final AtomicLong reaped = new AtomicLong();
    private long handedOver;

    private volatile long forced;
    private volatile boolean backlogged;
    private volatile boolean wakeupPending;
    private volatile Runnable wakeup;

    /**
     * The records of one loop.
     *
     * @param saleShape  shape of {@code sales}; its entries are the credits.
     * @param clickShape shape of {@code clicks}.
     */
    public LoopRecords(final HotMap sales, final HotShape saleShape, final HotMap clicks, final HotShape clickShape,
                       final DrainAgent drain) {
        this.sales = sales;
        this.clicks = clicks;
        this.saleCredits = new Credits(saleShape);
        this.clickCredits = new Credits(clickShape);
        final int entries = saleShape.entries() + clickShape.entries();
        this.outstanding = new OutstandingRecords(entries);
        final long usualBytes = Math.min((long) entries * RING_BYTES_PER_ENTRY, RING_MAX_BYTES);
        final int longest = Math.max(saleShape.recordMaxBytes(), clickShape.recordMaxBytes());
        final int bytes = BitUtil.findNextPositivePowerOfTwo(
                (int) Math.max(RING_MIN_BYTES, Math.max(usualBytes, (long) RING_LONGEST_PARTS * longest)));
        this.ring = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(bytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.signal = drain.signal();
        drain.add(this);
    }

    /** Sets, once and before the loop runs, what the drain calls from its thread when {@link #reap()} is due. */
    public void onWakeup(final Runnable newWakeup) {
        wakeup = newWakeup;
    }

    /** Takes room for so many records, all or none. None: refuse the lead. */
    public boolean takeCredits(final int n) {
        if (saleCredits.isShort(n)) {
            reapUnheard();
        }
        return saleCredits.take(n);
    }

    /** Gives back credits whose records were never needed. */
    public void returnCredits(final int n) {
        saleCredits.giveBack(n);
    }

    /** Takes room for one click. */
    public boolean takeClickCredit() {
        if (clickCredits.isShort(1)) {
            reapUnheard();
        }
        return clickCredits.take(1);
    }

    /**
     * Inserts the record that the encoder holds, on a credit taken before. When this returns, the record survives the
     * death of the process.
     *
     * @param listener hears of the force, or null when nobody waits for it.
     * @throws IllegalStateException an invariant is broken: no credit, the identity is there already, or a record
     *                               longer than usual found no room. Nothing has been inserted, the credit is kept.
     */
    public void insert(final RecordEncoder record, final int length, final ForcedListener listener) {
        reapUnheard();
        final DirectBuffer buffer = record.buffer();
        final int kindCode = RecordHeader.kindCode(buffer, 0);
        final boolean isClick = kindCode == CLICK;
        final Credits credits = isClick ? clickCredits : saleCredits;
        credits.ensureRoom(length);
        (isClick ? clicks : sales).insert(buffer, 0, length);
        credits.onInserted(length);
        final long index = inserted.getPlain();
        outstanding.put(index, RecordHeader.id(buffer, 0), kindCode, RecordHeader.attempt(buffer, 0), length,
                listener);
        final int type = listener == null ? UNAWAITED : AWAITED;
        if (handedOver == index && ring.write(type, buffer, 0, length)) {
            handedOver++;
        } else {
            backlogged = true;
        }
        inserted.lazySet(index + 1);
        if (listener != null || backlogged || signal.isParked() && ring.size() > ring.capacity() / 2) {
            signal.request();
        }
    }

    /**
     * Takes note of everything that was forced since the last call: in the order of insertion each entry leaves its
     * hot map, its credit returns, and its listener is called, which may insert further records.
     *
     * @return how many entries.
     */
    public int reap() {
        wakeupPending = false;
        final long limit = forced;
        final long before = reaped.getPlain();
        RuntimeException failure = null;
        while (reaped.getPlain() < limit) {
            try {
                reapOldest(true);
            } catch (final RuntimeException e) {
                failure = e;
            }
        }
        handOverBacklog();
        if (failure != null) {
            throw failure;
        }
        return (int) (reaped.getPlain() - before);
    }

    /** As {@link #reap()}, but nobody is told: for the stop of the server, when its loops run no more. */
    public int reapUntold() {
        final long before = reaped.getPlain();
        while (reaped.getPlain() < forced) {
            reapOldest(false);
        }
        handOverBacklog();
        return (int) (reaped.getPlain() - before);
    }

    private void reapUnheard() {
        if (reaped.getPlain() == forced) {
            return;
        }
        final long limit = forced;
        while (reaped.getPlain() < limit && outstanding.listener(reaped.getPlain()) == null) {
            reapOldest(true);
        }
    }

    private void reapOldest(final boolean isHeard) {
        final long index = reaped.getPlain();
        reaped.lazySet(index + 1);
        final int kindCode = outstanding.kindCode(index);
        final int attempt = outstanding.attempt(index);
        final ForcedListener listener = outstanding.listener(index);
        outstanding.clearListener(index);
        final boolean isClick = kindCode == CLICK;
        (isClick ? clicks : sales).remove(outstanding.id(index), kindCode, attempt);
        (isClick ? clickCredits : saleCredits).onRemoved(outstanding.length(index));
        if (listener != null && isHeard) {
            listener.onForced(RecordKind.ofCode(kindCode), attempt);
        }
    }

    private void handOverBacklog() {
        if (!backlogged) {
            return;
        }
        while (handedOver < inserted.getPlain()) {
            final int kindCode = outstanding.kindCode(handedOver);
            final HotMap map = kindCode == CLICK ? clicks : sales;
            final DirectBuffer record = map.get(outstanding.id(handedOver), kindCode, outstanding.attempt(handedOver));
            final int type = outstanding.listener(handedOver) == null ? UNAWAITED : AWAITED;
            if (!ring.write(type, record, 0, outstanding.length(handedOver))) {
                break;
            }
            handedOver++;
        }
        backlogged = handedOver < inserted.getPlain();
        signal.request();
    }

    /** Where the drain takes the records from. The drain's thread. */
    OneToOneRingBuffer ring() {
        return ring;
    }

    /** So many records, since the start, are forced; whoever waits is woken. The drain's thread. */
    void forced(final long count, final boolean isAwaited) {
        forced = count;
        final Runnable runnable = wakeup;
        if ((isAwaited || backlogged) && !wakeupPending && runnable != null) {
            wakeupPending = true;
            runnable.run();
        }
    }

    /** Records that have not left the hot maps. Any thread. */
    public long outstanding() {
        final long left = reaped.get();
        return inserted.get() - left;
    }

    /** Records that may still be promised. Any thread. */
    public int credits() {
        return saleCredits.free();
    }

    /** Clicks that may still be promised. Any thread. */
    public int clickCredits() {
        return clickCredits.free();
    }

    /** Records inserted since the start. Any thread. */
    public long inserted() {
        return inserted.get();
    }

    /** Refusals because long records had taken half of their reserve. Any thread. */
    public long longRefused() {
        return saleCredits.longRefused() + clickCredits.longRefused();
    }
}
