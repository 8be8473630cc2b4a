package gavel.persist.index;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Values by 64-bit fingerprint in a fixed piece of memory off the heap. Any number of threads may do anything at the
 * same time, without locks; {@link #put} alone wants one writer.
 *
 * <pre>  cell: fingerprint i64 | value i64 (0: none)      open addressing, linear probing, at most half full</pre>
 *
 * <p>Guarantee: once a cell has a fingerprint it keeps it, so that one fingerprint is never in two cells, and every
 * change of a value is one compare-and-set on one word. Of any number of claims on one fingerprint exactly one wins
 * until it is stale. The price: the room of a stale fingerprint is not used for another one; what must
 * forget, forgets whole tables, see {@link GenerationalIndex}. Two identities with one fingerprint are one identity
 * here; with 64 good bits and ten million entries, one new identity in a trillion meets that.
 */
public final class FingerprintTable {
    private static final int CELL_BYTES = 16;
    private static final int VALUE_OFFSET = 8;
    /** More would only be needed in a table that is fuller than half, or under a bad hash. */
    private static final int PROBES_MAX = 128;
    /** With more, the bytes of the cells are more than an int counts. */
    static final int CAPACITY_MAX = 1 << 25;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final int capacity;
    private final int mask;
    private final int shift;
    private final UnsafeBuffer cells;
    private final AtomicInteger size = new AtomicInteger();

    /**
     * An empty table.
     *
     * @param capacity fingerprints at most, up to 2^25; takes 32 to 64 bytes for each.
     */
    public FingerprintTable(final int capacity) {
        if (capacity < 1 || capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException("a table of " + capacity + " fingerprints");
        }
        final int count = BitUtil.findNextPositivePowerOfTwo(Math.max(PROBES_MAX, 2 * capacity));
        this.capacity = capacity;
        this.mask = count - 1;
        this.shift = Long.numberOfLeadingZeros(mask);
        this.cells = new UnsafeBuffer(ByteBuffer.allocateDirect(count * CELL_BYTES + CELL_BYTES)
                .order(ByteOrder.nativeOrder()).alignedSlice(CELL_BYTES), 0, count * CELL_BYTES);
    }

    /** The value of a fingerprint, or 0. */
    public long get(final long fingerprint) {
        final int cell = find(fingerprint);
        return cell < 0 ? 0 : cells.getLongVolatile(cell + VALUE_OFFSET);
    }

    /**
     * Gives the fingerprint the value if it has none, or one below {@code staleBelow}.
     *
     * @param value not 0.
     */
    public ClaimStatus tryClaim(final long fingerprint, final long value, final long staleBelow) {
        if (value == 0) {
            throw new IllegalArgumentException("a claim with value 0");
        }
        final int cell = findOrAdd(fingerprint);
        if (cell < 0) {
            return ClaimStatus.FULL;
        }
        while (true) {
            final long present = cells.getLongVolatile(cell + VALUE_OFFSET);
            if (present != 0 && present >= staleBelow) {
                return ClaimStatus.TAKEN;
            }
            if (cells.compareAndSetLong(cell + VALUE_OFFSET, present, value)) {
                return ClaimStatus.CLAIMED;
            }
        }
    }

    /** Takes a value back that should have gone elsewhere, if it is still this one. */
    void takeBack(final long fingerprint, final long value) {
        final int cell = find(fingerprint);
        if (cell >= 0) {
            cells.compareAndSetLong(cell + VALUE_OFFSET, value, 0);
        }
    }

    /** Sets the value whatever was there. One writer. False: full. */
    public boolean put(final long fingerprint, final long value) {
        final int cell = findOrAdd(fingerprint);
        if (cell < 0) {
            return false;
        }
        cells.putLongVolatile(cell + VALUE_OFFSET, value);
        return true;
    }

    /** Fingerprints that have a cell, stale ones too. */
    public int size() {
        return size.get();
    }

    /** Bytes of memory. */
    public long memoryBytes() {
        return cells.capacity();
    }

    /** Forgets a part, while nobody relies on the table. Returns where to go on, or 0 when all is forgotten. */
    int clear(final int from, final int bytes) {
        final int length = Math.min(bytes, cells.capacity() - from);
        cells.setMemory(from, length, (byte) 0);
        if (from + length < cells.capacity()) {
            return from + length;
        }
        size.set(0);
        return 0;
    }

    private int find(final long fingerprint) {
        int index = home(fingerprint);
        for (int i = 0; i < PROBES_MAX; i++) {
            final int cell = index * CELL_BYTES;
            final long found = cells.getLongVolatile(cell);
            if (found == fingerprint) {
                return cell;
            }
            if (found == 0) {
                return -1;
            }
            index = index + 1 & mask;
        }
        return -1;
    }

    private int findOrAdd(final long fingerprint) {
        int index = home(fingerprint);
        for (int i = 0; i < PROBES_MAX; i++) {
            final int cell = index * CELL_BYTES;
            long found = cells.getLongVolatile(cell);
            if (found == 0) {
                if (size.get() >= capacity) {
                    break;
                }
                if (cells.compareAndSetLong(cell, 0, fingerprint)) {
                    size.incrementAndGet();
                    return cell;
                }
                found = cells.getLongVolatile(cell);
            }
            if (found == fingerprint) {
                return cell;
            }
            index = index + 1 & mask;
        }
        return -1;
    }

    private int home(final long fingerprint) {
        if (fingerprint == 0) {
            throw new IllegalArgumentException("fingerprint 0");
        }
        return (int) (fingerprint * GOLDEN >>> shift);
    }
}
