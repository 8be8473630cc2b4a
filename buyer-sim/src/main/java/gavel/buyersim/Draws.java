package gavel.buyersim;

/**
 * Random numbers by key instead of by order: a draw is a hash of seed, buyer, lead reference, call and question.
 * Stateless, any thread; two runs that ask in a different order get the same answers.
 *
 * <p>Strings are folded with FNV-1a (64 bits) and everything is finished with the mixer of SplitMix64 (Steele, Lea,
 * Flood: Fast splittable pseudorandom number generators, 2014), which is what makes neighbouring keys unrelated.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private Draws() {
    }

    /** The questions; their numbers are part of what makes a run repeat, so they are never renumbered. */
    enum Question {
        BID(1), PRICE(2), LATENCY(3), FAULT(4), ACCEPT(5), REFERENCE(6), REASON(7), GARBAGE(8);

        private final long number;

        Question(final long number) {
            this.number = number;
        }
    }

    /** The key of one decision; {@link #draw} takes one number from it for each question. */
    static long key(final long seed, final String buyerId, final String leadRef, final Call call) {
        long key = mix(seed + GOLDEN);
        key = mix(key ^ fold(buyerId));
        key = mix(key ^ fold(leadRef));
        return mix(key + GOLDEN * call.stream());
    }

    static long draw(final long key, final Question question) {
        return mix(key + GOLDEN * question.number);
    }

    static long mix(final long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, bound), integer arithmetic only; {@code bound} below 2^62. */
    static long below(final long bits, final long bound) {
        return Math.multiplyHigh(bits >>> 1, bound << 1);
    }

    /** A number in (0, 1): neither end, so that its logarithm exists. */
    static double unit(final long bits) {
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }

    static boolean isHit(final long bits, final long sharePpm) {
        return below(bits, 1_000_000) < sharePpm;
    }

    /** 64 bits as 13 characters of Crockford base32. */
    static String reference(final long bits) {
        char[] text = new char[13];
        long rest = bits;
        for (int i = 12; i >= 0; i--) {
            text[i] = CROCKFORD[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(text);
    }

    private static long fold(final String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash ^ text.length();
    }
}
