package gavel.persist.record;

/**
 * 64-bit ids: time-ordered, and unique without coordination. Stateless; any thread.
 *
 * <pre>
 *  bit 63     0
 *  62 .. 22   milliseconds since 2025-01-01T00:00:00Z   (41 bits, until 2094)
 *  21 .. 14   node                                      (8 bits)
 *  13 ..  8   loop                                      (6 bits)
 *   7 ..  0   sequence                                  (8 bits)
 * </pre>
 */
public final class Ids {
    /** 2025-01-01T00:00:00Z. */
    public static final long EPOCH_MS = 1_735_689_600_000L;
    /** Characters of a printed id. */
    public static final int PRINTED_LENGTH = 13;
    /** Loops of one process at most; the last is for threads that are not lead loops. */
    public static final int LOOPS = 64;
    static final int SEQUENCES = 256;

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Ids() {
    }

    static long id(final long ms, final int node, final int loop, final int sequence) {
        return (ms - EPOCH_MS) << 22 | (long) node << 14 | (long) loop << 8 | sequence;
    }

    /** When the id was given, milliseconds since 1970 (or later, where a full millisecond borrowed). */
    public static long epochMs(final long id) {
        return (id >>> 22) + EPOCH_MS;
    }

    /** Which loop gave it. */
    public static int loop(final long id) {
        return (int) (id >>> 8) & (LOOPS - 1);
    }

    /** Which node gave it. */
    public static int node(final long id) {
        return (int) (id >>> 14) & 0xff;
    }

    /** Writes 13 characters of Crockford's base32. */
    public static void print(final long id, final byte[] target, final int offset) {
        for (int i = 0; i < PRINTED_LENGTH; i++) {
            target[offset + i] = DIGITS[(int) (id >>> 5 * (PRINTED_LENGTH - 1 - i)) & 31];
        }
    }

    /** 13 characters of Crockford's base32. */
    public static String print(final long id) {
        final byte[] text = new byte[PRINTED_LENGTH];
        print(id, text, 0);
        return new String(text, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The id of 13 printed characters, in either case, or -1 when they are not one. */
    public static long parse(final CharSequence text) {
        if (text.length() != PRINTED_LENGTH) {
            return -1;
        }
        long id = 0;
        for (int i = 0; i < PRINTED_LENGTH; i++) {
            final int digit = digit(text.charAt(i));
            if (digit < 0 || i == 0 && digit > 7) {
                return -1;
            }
            id = id << 5 | digit;
        }
        return id;
    }

    private static int digit(final char character) {
        final char upper = character >= 'a' && character <= 'z' ? (char) (character - 32) : character;
        for (int i = 0; i < DIGITS.length; i++) {
            if (DIGITS[i] == upper) {
                return i;
            }
        }
        return -1;
    }
}
