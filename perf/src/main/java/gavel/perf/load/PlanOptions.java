package gavel.perf.load;

import java.util.function.Function;

import picocli.CommandLine.Option;

/**
 * Options of every command that sends leads by a plan: how many in a second, from which seed.
 * Filled by the command line on the main thread.
 */
public final class PlanOptions {
    @Option(names = "--rate", paramLabel = "50/s", defaultValue = "200/s",
        description = "leads in all, such as 50/s or 1200/min; a bare 50 is 50/s; default ${DEFAULT-VALUE}")
    private String rate;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed;

    /** Leads in a second, more than none; {@link IllegalArgumentException} when it is no such rate. */
    public double perSecond() {
        final double perSecond = named("--rate", Quantity::perSecond, rate);
        if (perSecond <= 0) {
            throw new IllegalArgumentException("--rate: '" + rate + "' sends nothing; say it like --rate 50/s");
        }
        return perSecond;
    }

    /** A value of the command line; what can't be read says which option it was. */
    static <T> T named(final String option, final Function<String, T> reader, final String text) {
        try {
            return reader.apply(text);
        } catch (final IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    /** What all that is random follows from. */
    public long seed() {
        return seed;
    }
}
