package gavel.config.field;

import gavel.config.VerticalConfig;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Checks values of one field and writes them in their normal form. Immutable; any thread.
 *
 * <p>Input is UTF-8 as it came, already unescaped. White space around a value is not part of it. Nothing is allocated
 * by the methods over bytes.
 */
public abstract class FieldCheck {
    /** A destination has at least this much room, or as much as the source is long if that is more. */
    public static final int ROOM_MIN_BYTES = 48;

    /** The check of a field, compiled once per configuration. */
    public static FieldCheck of(final VerticalConfig.Field field) {
        switch (field.type()) {
            case STRING:
                return new TextCheck(field.min(), field.max(), false);
            case CONSENT:
                return new TextCheck(field.min(), field.max(), true);
            case INTEGER:
                return new IntegerCheck(field.min(), field.max());
            case DECIMAL:
                return new DecimalCheck(field.min(), field.max());
            case DATE:
                return new DateCheck(field.min(), field.max());
            case BOOLEAN:
                return new BooleanCheck();
            case ENUM:
                return new WordCheck(field.values());
            case EMAIL:
                return new EmailCheck();
            case PHONE:
                return new PhoneCheck();
            case ZIP:
                return new ZipCheck();
            case STATE:
                return new StateCheck();
            case IP:
                return new IpCheck();
            case URL:
                return new UrlCheck();
            case CERTIFICATE:
                return new CertificateCheck(field.values());
            default:
                throw new AssertionError(field.type());
        }
    }

    /** Bytes that a normal form may take at most, and that {@code dst} must have from {@code dstOff} on. */
    public static int roomBytes(final int srcBytes) {
        return Math.max(srcBytes, ROOM_MIN_BYTES);
    }

    /**
     * Writes the normal form of a value.
     *
     * @param dst    receives it from {@code dstOff} on; must not overlap the source; {@link #roomBytes} says how much
     *               room it needs. What it holds after a refusal is undefined.
     * @param number its first element receives what {@link FieldValue#number()} describes, unless refused; may be null.
     * @return length of the normal form, or the negative {@link FieldReason#status()}.
     */
    public final int normalise(final byte[] src, final int off, final int len, final byte[] dst, final int dstOff,
                               final long[] number) {
        int from = off;
        int to = off + len;
        while (from < to && Ascii.isSpace(src[from])) {
            from++;
        }
        while (to > from && Ascii.isSpace(src[to - 1])) {
            to--;
        }
        if (from == to) {
            return FieldReason.EMPTY.status();
        }
        return check(src, from, to, dst, dstOff, number);
    }

    /** As {@link #normalise(byte[], int, int, byte[], int, long[])}, for callers that need no number. */
    public final int normalise(final byte[] src, final int off, final int len, final byte[] dst, final int dstOff) {
        return normalise(src, off, len, dst, dstOff, null);
    }

    /** The same for text, as the configuration needs it; allocates. */
    public final FieldValue read(final String text) {
        final byte[] src = text.getBytes(StandardCharsets.UTF_8);
        final byte[] dst = new byte[roomBytes(src.length)];
        final long[] number = new long[1];
        final int result = normalise(src, 0, src.length, dst, 0, number);
        if (result < 0) {
            return new FieldValue("", 0, Optional.of(FieldReason.of(result)));
        }
        return new FieldValue(new String(dst, 0, result, StandardCharsets.UTF_8), number[0], Optional.empty());
    }

    /** Checks {@code src[from, to)}, which is trimmed and not empty. */
    abstract int check(byte[] src, int from, int to, byte[] dst, int dstOff, long[] number);

    static void put(final long[] number, final long value) {
        if (number != null) {
            number[0] = value;
        }
    }

    static int copy(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff) {
        System.arraycopy(src, from, dst, dstOff, to - from);
        return to - from;
    }
}
