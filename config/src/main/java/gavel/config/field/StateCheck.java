package gavel.config.field;

/** Two-letter US state, district or territory or Canadian province, in upper case. Immutable; any thread. */
final class StateCheck extends FieldCheck {
    private static final String CODES =
            "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
            + "OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI "
            + "AB BC MB NB NL NS NT NU ON PE QC SK YT";
    private static final boolean[] KNOWN = new boolean[26 * 26];

    static {
        for (final String code : CODES.split(" ")) {
            KNOWN[(code.charAt(0) - 'A') * 26 + code.charAt(1) - 'A'] = true;
        }
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        if (to - from != 2 || !Ascii.isLetter(src[from]) || !Ascii.isLetter(src[from + 1])) {
            return FieldReason.NOT_A_STATE.status();
        }
        final byte first = Ascii.upper(src[from]);
        final byte second = Ascii.upper(src[from + 1]);
        if (!KNOWN[(first - 'A') * 26 + second - 'A']) {
            return FieldReason.NOT_A_STATE.status();
        }
        dst[dstOff] = first;
        dst[dstOff + 1] = second;
        return 2;
    }
}
