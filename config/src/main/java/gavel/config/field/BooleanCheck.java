package gavel.config.field;

import java.nio.charset.StandardCharsets;

/** true or false, also as 1/0, yes/no and on/off in any case; the number is 1 or 0. Immutable; any thread. */
final class BooleanCheck extends FieldCheck {
    private static final byte[][] TRUE = {bytes("true"), bytes("1"), bytes("yes"), bytes("on")};
    private static final byte[][] FALSE = {bytes("false"), bytes("0"), bytes("no"), bytes("off")};

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        for (int i = 0; i < TRUE.length; i++) {
            if (Ascii.isWord(src, from, to, TRUE[i])) {
                put(number, 1);
                return copy(TRUE[0], 0, TRUE[0].length, dst, dstOff);
            }
            if (Ascii.isWord(src, from, to, FALSE[i])) {
                put(number, 0);
                return copy(FALSE[0], 0, FALSE[0].length, dst, dstOff);
            }
        }
        return FieldReason.NOT_A_BOOLEAN.status();
    }

    private static byte[] bytes(final String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
