package gavel.buyersim;

/**
 * A distribution of latencies (nanoseconds) or prices (micro-units, whole cents). Immutable, any thread; floating
 * point is used inside the shapes only and what comes out is a bounded, quantised {@code long}.
 *
 * @param shape   which curve
 * @param low     the fixed value, the least value, or the median of a log-normal
 * @param high    the greatest value that ever comes out
 * @param spread  sigma of a log-normal, 1/alpha of a Pareto, otherwise unused
 * @param quantum every value is a multiple of it: 1 for nanoseconds, 10,000 for cents in micro-units
 */
record Distribution(Shape shape, long low, long high, double spread, long quantum) {
    /** Normal quantiles of 0.95 and 0.99: the distance from the median in sigmas. */
    private static final double Z95 = 1.6448536269514722;
    private static final double Z99 = 2.3263478740408408;
    private static final double LN_100 = 4.605170185988092;

    /** The curves. */
    enum Shape { FIXED, UNIFORM, LOGNORMAL, PARETO }

    static Distribution fixed(final long value, final long quantum) {
        return new Distribution(Shape.FIXED, value, value, 0, quantum);
    }

    static Distribution uniform(final long low, final long high, final long quantum) {
        return new Distribution(Shape.UNIFORM, low, high, 0, quantum);
    }

    static Distribution logNormalByP99(final long median, final long p99, final long cap, final long quantum) {
        return new Distribution(Shape.LOGNORMAL, median, cap, sigma(median, p99, Z99), quantum);
    }

    static Distribution logNormalByP95(final long median, final long p95, final long cap, final long quantum) {
        return new Distribution(Shape.LOGNORMAL, median, cap, sigma(median, p95, Z95), quantum);
    }

    /** P(X > x) = (min/x)^alpha, so alpha = ln 100 / ln(p99/min). */
    static Distribution pareto(final long min, final long p99, final long cap, final long quantum) {
        return new Distribution(Shape.PARETO, min, cap, StrictMath.log((double) p99 / min) / LN_100, quantum);
    }

    long sample(final long bits) {
        return switch (shape) {
            case FIXED -> low;
            case UNIFORM -> low + quantum * Draws.below(bits, (high - low) / quantum + 1);
            case LOGNORMAL -> bounded(low * StrictMath.exp(spread * normal(Draws.unit(bits))), quantum);
            case PARETO -> bounded(low * StrictMath.pow(Draws.unit(bits), -spread), low);
        };
    }

    private long bounded(final double value, final long least) {
        if (value >= high) {
            return high;
        }
        long quanta = StrictMath.round(value / quantum);
        return Math.max(least, Math.min(high, quanta * quantum));
    }

    private static double sigma(final long median, final long quantile, final double z) {
        return StrictMath.log((double) quantile / median) / z;
    }

    /** Quantile of the standard normal distribution: P. J. Acklam's rational approximation, error below 1.2e-9. */
    static double normal(final double p) {
        if (p < 0.02425) {
            return tail(StrictMath.sqrt(-2 * StrictMath.log(p)));
        }
        if (p > 1 - 0.02425) {
            return -tail(StrictMath.sqrt(-2 * StrictMath.log(1 - p)));
        }
        double q = p - 0.5;
        double r = q * q;
        double above = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
            + 138.3577518672690) * r - 30.66479806614716) * r + 2.506628277459239;
        double below = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
            + 66.80131188771972) * r - 13.28068155288572) * r + 1;
        return above * q / below;
    }

    private static double tail(final double q) {
        double above = ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q
            - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783;
        double below = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q
            + 3.754408661907416) * q + 1;
        return above / below;
    }
}
