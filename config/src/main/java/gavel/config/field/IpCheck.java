package gavel.config.field;

/**
 * IPv4 address in dotted decimals, or IPv6 address in the form of RFC 5952. Immutable; any thread. Zones
 * ({@code %eth0}) and leading zeros in IPv4 (octal to some readers) are refused.
 */
final class IpCheck extends FieldCheck {
    private static final int NONE = -1;
    private static final int GROUPS = 8;
    /** Groups are gathered at the end of the room and read out before any text is written over them. */
    private static final int SCRATCH = ROOM_MIN_BYTES - 2 * GROUPS;
    private static final byte[] MAPPED = {':', ':', 'f', 'f', 'f', 'f', ':'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        for (int i = from; i < to; i++) {
            if (src[i] == ':') {
                return version6(src, from, to, dst, dstOff);
            }
        }
        if (version4(src, from, to) == NONE) {
            return FieldReason.NOT_AN_IP.status();
        }
        return copy(src, from, to, dst, dstOff);
    }

    /** The address as an unsigned 32-bit number, or NONE. */
    private static long version4(final byte[] src, final int from, final int to) {
        long address = 0;
        int parts = 0;
        int digits = 0;
        int part = 0;
        for (int i = from; i <= to; i++) {
            if (i == to || src[i] == '.') {
                if (digits == 0 || part > 255 || ++parts > 4) {
                    return NONE;
                }
                address = address << 8 | part;
                part = 0;
                digits = 0;
            } else {
                if (!Ascii.isDigit(src[i]) || digits == 3 || digits > 0 && part == 0) {
                    return NONE;
                }
                part = part * 10 + src[i] - '0';
                digits++;
            }
        }
        return parts == 4 ? address : NONE;
    }

    private static int version6(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff) {
        final int groups = dstOff + SCRATCH;
        int count = 0;
        int gap = NONE;
        int i = from;
        if (to - from >= 2 && src[from] == ':' && src[from + 1] == ':') {
            gap = 0;
            i = from + 2;
        }
        while (i < to) {
            final int end = groupEnd(src, i, to);
            final boolean dotted = end < to && src[end] == '.';
            if (dotted) {
                final long address = count > GROUPS - 2 ? NONE : version4(src, i, to);
                if (address == NONE) {
                    return FieldReason.NOT_AN_IP.status();
                }
                putGroup(dst, groups, count++, (int) (address >>> 16));
                putGroup(dst, groups, count++, (int) address & 0xffff);
                break;
            }
            if (end == i || end - i > 4 || count == GROUPS || end < to && src[end] != ':' || end == to - 1) {
                return FieldReason.NOT_AN_IP.status();
            }
            putGroup(dst, groups, count++, hex(src, i, end));
            i = end + 1;
            if (i < to && src[i] == ':') {
                if (gap != NONE) {
                    return FieldReason.NOT_AN_IP.status();
                }
                gap = count;
                i++;
            }
        }
        if (gap == NONE ? count != GROUPS : count > GROUPS - 1) {
            return FieldReason.NOT_AN_IP.status();
        }
        return format(dst, dstOff, half(dst, groups, 0, count, gap), half(dst, groups, 4, count, gap));
    }

    private static int groupEnd(final byte[] src, final int from, final int to) {
        int end = from;
        while (end < to && hexDigit(src[end]) != NONE) {
            end++;
        }
        return end;
    }

    private static int hex(final byte[] src, final int from, final int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | hexDigit(src[i]);
        }
        return value;
    }

    private static int hexDigit(final byte b) {
        if (Ascii.isDigit(b)) {
            return b - '0';
        }
        final byte lower = Ascii.lower(b);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NONE;
    }

    private static void putGroup(final byte[] dst, final int groups, final int index, final int value) {
        dst[groups + 2 * index] = (byte) (value >>> 8);
        dst[groups + 2 * index + 1] = (byte) value;
    }

    /** Four groups of the whole address from {@code first} on, with the gap filled by zeros. */
    private static long half(final byte[] dst, final int groups, final int first, final int count, final int gap) {
        long half = 0;
        for (int g = first; g < first + 4; g++) {
            final int missing = GROUPS - count;
            int index = g;
            if (gap != NONE && g >= gap) {
                index = g < gap + missing ? NONE : g - missing;
            }
            final int value = index == NONE ? 0
                    : (dst[groups + 2 * index] & 0xff) << 8 | dst[groups + 2 * index + 1] & 0xff;
            half = half << 16 | value;
        }
        return half;
    }

    private static int format(final byte[] dst, final int dstOff, final long high, final long low) {
        int at = dstOff;
        if (high == 0 && low >>> 32 == 0xffff) {
            at += copy(MAPPED, 0, MAPPED.length, dst, at);
            for (int shift = 24; shift >= 0; shift -= 8) {
                at += Ascii.putLong(dst, at, low >>> shift & 0xff);
                dst[at++] = '.';
            }
            return at - 1 - dstOff;
        }
        final int zeros = longestZeros(high, low);
        final int zerosFrom = zeros >>> 4;
        final int zerosTo = zerosFrom + (zeros & 0xf);
        for (int g = 0; g < GROUPS; g++) {
            if (zerosTo > zerosFrom && g >= zerosFrom && g < zerosTo) {
                if (g == zerosFrom) {
                    dst[at++] = ':';
                    if (zerosTo == GROUPS) {
                        dst[at++] = ':';
                    }
                }
                continue;
            }
            if (g > 0) {
                dst[at++] = ':';
            }
            at = putHex(dst, at, group(high, low, g));
        }
        return at - dstOff;
    }

    private static int putHex(final byte[] dst, final int from, final int value) {
        int at = from;
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (shift == 0 || value >>> shift != 0) {
                dst[at++] = HEX[value >>> shift & 0xf];
            }
        }
        return at;
    }

    /** First longest run of two or more zero groups: its start shifted left by four, and its length; 0 for none. */
    private static int longestZeros(final long high, final long low) {
        int bestFrom = 0;
        int best = 1;
        int run = 0;
        for (int g = 0; g < GROUPS; g++) {
            run = group(high, low, g) == 0 ? run + 1 : 0;
            if (run > best) {
                best = run;
                bestFrom = g - run + 1;
            }
        }
        return best < 2 ? 0 : bestFrom << 4 | best;
    }

    private static int group(final long high, final long low, final int index) {
        final long half = index < 4 ? high : low;
        return (int) (half >>> 16 * (3 - index % 4)) & 0xffff;
    }
}
