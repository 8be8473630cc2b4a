package gavel.perf.load;

/**
 * Random numbers by key instead of by order: the same seed, stream and number always give the same value.
 * Stateless, so any thread may use it, and no interleaving changes what it says.
 *
 * <p>The finalizer is that of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
 */
final class SplitMix64 {
    static final int ARRIVAL = 1;
    static final int CLICK = 2;
    static final int DUPLICATE = 3;
    static final int PHONE = 4;

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {
    }

    static long hash(final long seed, final int stream, final long number) {
        return mix(mix(mix(seed + GAMMA) + stream * GAMMA) + number * GAMMA);
    }

    /** Uniform in [0, 1). */
    static double uniform(final long seed, final int stream, final long number) {
        return (hash(seed, stream, number) >>> 11) * 0x1.0p-53;
    }

    private static long mix(final long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
