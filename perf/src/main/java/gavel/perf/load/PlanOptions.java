package gavel.perf.load;

import java.net.URI;

import picocli.CommandLine.Option;

/**
 * Options of every command that sends leads by a plan: where to, how many in a second, from which seed.
 * Filled by the command line on the main thread.
 */
public final class PlanOptions {
    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080/v1/leads",
        description = "where leads go, default ${DEFAULT-VALUE}")
    private URI url;
    @Option(names = "--rate", defaultValue = "200/s", description = "in all, default ${DEFAULT-VALUE}")
    private String rate;
    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed;

    /** Where leads go. */
    public URI url() {
        return url;
    }

    /** Leads in a second; {@link IllegalArgumentException} when it is no rate. */
    public double perSecond() {
        return Quantity.perSecond(rate);
    }

    /** What all that is random follows from. */
    public long seed() {
        return seed;
    }
}
