package gavel.server.buyer;

import gavel.server.http.Bytes;
import gavel.server.http.Slice;

/** What was found in a buyer's answer. One per loop; filled by an {@link AnswerReader}, good until the next one. */
public final class BuyerAnswer {
    /** What is looked for. */
    public enum Slot { PRICE, REFERENCE, ACCEPT, REJECT, REASON, REDIRECT_URL }

    static final int SLOTS = Slot.values().length;

    private final Slice[] slices = new Slice[SLOTS];
    private final byte[][] arrays = new byte[SLOTS][];
    private boolean readable;
    private int httpStatus;

    public BuyerAnswer() {
        for (int i = 0; i < SLOTS; i++) {
            slices[i] = new Slice();
        }
    }

    void clear() {
        readable = false;
        httpStatus = 0;
        for (int i = 0; i < SLOTS; i++) {
            slices[i].clear();
            arrays[i] = null;
        }
    }

    /** Notes a value; false when there was one before. */
    boolean setOnce(final int slot, final byte[] array, final int offset, final int length) {
        if (arrays[slot] != null) {
            return false;
        }
        arrays[slot] = array;
        slices[slot].set(offset, length);
        return true;
    }

    void readable(final boolean isReadable) {
        readable = isReadable;
    }

    /** Notes the HTTP status that it came with. */
    public void httpStatus(final int status) {
        httpStatus = status;
    }

    /** HTTP status that it came with; it decides nothing for a post. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the answer was well-formed. */
    public boolean isReadable() {
        return readable;
    }

    /** Whether the answer has a value there that is not null. */
    public boolean has(final Slot slot) {
        return arrays[slot.ordinal()] != null;
    }

    /** The array that the value stands in. */
    public byte[] bytes(final Slot slot) {
        return arrays[slot.ordinal()];
    }

    /** Where the value stands. */
    public Slice slice(final Slot slot) {
        return slices[slot.ordinal()];
    }

    /** Whether the value is one of these, given in lower case, whatever its own case. */
    public boolean isOneOf(final Slot slot, final byte[][] lowerCase) {
        if (!has(slot)) {
            return false;
        }
        final Slice slice = slice(slot);
        for (final byte[] value : lowerCase) {
            if (Bytes.equalIgnoreCase(bytes(slot), slice.offset(), slice.length(), value)) {
                return true;
            }
        }
        return false;
    }
}
