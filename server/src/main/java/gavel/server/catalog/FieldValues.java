package gavel.server.catalog;

import gavel.config.Limits;
import gavel.config.field.FieldCheck;

import java.util.Arrays;

/**
 * The fields of one lead in their normal form. Belongs to the lead; confined to its loop. Arrays are kept from lead to
 * lead, so that filling them allocates nothing once they have grown.
 */
public final class FieldValues {
    /** Fields of a vertical at most. */
    public static final int FIELDS_MAX = Limits.FIELDS_MAX;
    private static final int ABSENT = -1;

    private byte[] text = new byte[1024];
    private int used;
    private int touched;
    private final int[] offsets = new int[FIELDS_MAX];
    private final int[] lengths = new int[FIELDS_MAX];
    private final long[] numbers = new long[FIELDS_MAX];
    private final long[] number = new long[1];
    private final SealedFields sealed = new SealedFields();

    public FieldValues() {
        clear();
    }

    /** Forgets all values, and overwrites them: they are a person's. */
    public void clear() {
        Arrays.fill(text, 0, touched, (byte) 0);
        used = 0;
        touched = 0;
        Arrays.fill(lengths, ABSENT);
        sealed.clear();
    }

    /** The same as records have them; empty before the lead is posted. */
    public SealedFields sealed() {
        return sealed;
    }

    /**
     * Takes a value as it came.
     *
     * @return 0 or more, or the negative status of the field's reason.
     */
    public int put(final int field, final FieldCheck check, final byte[] source, final int offset, final int length) {
        final int room = FieldCheck.roomBytes(length);
        if (text.length - used < room) {
            final byte[] outgrown = text;
            text = Arrays.copyOf(text, Math.max(text.length * 2, used + room));
            Arrays.fill(outgrown, (byte) 0);
        }
        touched = Math.max(touched, used + room);
        final int result = check.normalise(source, offset, length, text, used, number);
        if (result >= 0) {
            offsets[field] = used;
            lengths[field] = result;
            numbers[field] = number[0];
            used += result;
        }
        return result;
    }

    /** Whether the lead has the field. */
    public boolean has(final int field) {
        return lengths[field] != ABSENT;
    }

    /** Where all texts stand. */
    public byte[] text() {
        return text;
    }

    /** Index of the field's first byte. */
    public int offset(final int field) {
        return offsets[field];
    }

    /** Bytes of the field's normal form. */
    public int length(final int field) {
        return lengths[field];
    }

    /** The field as a number: see FieldValue. */
    public long number(final int field) {
        return numbers[field];
    }
}
