package gavel.server.buyer;

import gavel.server.http.Slice;

/** What was found in a buyer's answer. One per loop; filled by an {@link AnswerReader}, good until the next one. */
public final class BuyerAnswer {
    /** What is looked for. */
    public enum Slot { PRICE, REFERENCE, ACCEPT, REJECT, REASON, REDIRECT_URL }

    static final int SLOTS = Slot.values().length;

    private final Slice[] slices = new Slice[SLOTS];
    private final byte[][] arrays = new byte[SLOTS][];
    private int nested;
    private int noValue;
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
        nested = 0;
        noValue = 0;
        for (int i = 0; i < SLOTS; i++) {
            slices[i].clear();
            arrays[i] = null;
        }
    }

    /** Notes a value; false when there was one before. */
    boolean setOnce(final int slot, final byte[] array, final int offset, final int length) {
        if (isTaken(slot)) {
            return false;
        }
        arrays[slot] = array;
        slices[slot].set(offset, length);
        return true;
    }

    /** Notes that there is no value where one should be: something nested, or null. False when there was one before. */
    boolean setNoValue(final int slot, final boolean isNested) {
        if (isTaken(slot)) {
            return false;
        }
        noValue |= 1 << slot;
        nested |= isNested ? 1 << slot : 0;
        return true;
    }

    private boolean isTaken(final int slot) {
        return arrays[slot] != null || (noValue & 1 << slot) != 0;
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

    /** Whether the answer has an object, a list or an element with elements there, which is no value. */
    public boolean isNested(final Slot slot) {
        return (nested & 1 << slot.ordinal()) != 0;
    }

    /** The array that the value stands in. */
    public byte[] bytes(final Slot slot) {
        return arrays[slot.ordinal()];
    }

    /** Where the value stands. */
    public Slice slice(final Slot slot) {
        return slices[slot.ordinal()];
    }

    /** Whether the value is one of these. */
    public boolean isOneOf(final Slot slot, final AnswerWords words) {
        return has(slot) && words.has(bytes(slot), slice(slot).offset(), slice(slot).length());
    }
}
