package gavel.server.catalog;

/** Mixing bits, for ties and tables; no secret. Stateless; any thread. */
public final class Hash64 {
    private Hash64() {
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    public static long mix(final long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** FNV-1a over the bytes, mixed. */
    public static long of(final byte[] source, final int offset, final int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ source[i] & 0xff) * 0x100000001B3L;
        }
        return mix(hash);
    }
}
