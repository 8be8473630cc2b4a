package gavel.perf.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import gavel.config.Config;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.route.BreakerGate;
import gavel.server.route.CapCheck;
import gavel.server.route.CapGate;
import gavel.server.route.Router;

/**
 * What it costs to choose the campaigns that may be asked for one lead, when eight of so many match. Those that don't
 * are refused by filters of all kinds: other states, other zip codes by list and by prefix, other years, other credit;
 * they belong to buyers with twenty campaigns each, and those that match lie among them, evenly spread. An operation is
 * one lead; the leads of an invocation are parsed before it, since a lead that was routed has its candidates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouteBenchmark {
    private static final int LEADS = 256;
    private static final int MATCHING = 8;
    private static final int CAMPAIGNS_PER_BUYER = 20;
    private static final int CANDIDATES_MAX = 64;
    private static final List<String> STATES = List.of("CA", "FL", "NY", "OH", "WA", "AZ", "GA", "IL");
    private static final List<String> CREDITS = List.of("excellent", "fair", "poor");

    /** How many there are in all. */
    @Param({"20", "2000"})
    private int campaigns;

    private final BenchLead[] benches = new BenchLead[LEADS];
    private Router router;

    @Setup
    public void prepare() throws IOException {
        final Catalog catalog = new Catalog(config(), 1);
        for (int i = 0; i < LEADS; i++) {
            benches[i] = new BenchLead(CANDIDATES_MAX, catalog);
        }
        router = new Router(catalog, new CapCheck(catalog, new CapGate()),
            new BreakerGate().cells(catalog.config().buyers()));
    }

    /** Leads as intake leaves them. */
    @Setup(Level.Invocation)
    public void parse() {
        for (int i = 0; i < LEADS; i++) {
            if (benches[i].parse(i + 1) != 0) {
                throw new IllegalStateException("the lead of the floor has problems");
            }
        }
    }

    /** One lead's candidates. */
    @Benchmark
    @OperationsPerInvocation(LEADS)
    public int route() {
        int candidates = 0;
        for (final BenchLead bench : benches) {
            final Lead lead = bench.lead();
            if (router.route(lead, BenchLead.EPOCH_NS / 1_000_000) != LeadReason.NONE
                || lead.candidateCount() != MATCHING
                || !isMatching(lead.candidate(MATCHING - 1).campaign())) {
                throw new IllegalStateException(lead.candidateCount() + " candidates instead of " + MATCHING);
            }
            candidates += lead.candidateCount();
        }
        return candidates;
    }

    private static boolean isMatching(final Campaign campaign) {
        return campaign.config().id().startsWith("yes-");
    }

    /** The floor's configuration with other buyers. */
    private Config config() throws IOException {
        final Path dir = Files.createTempDirectory("gavel-route");
        try {
            copy(BenchLead.folder().resolve("conf"), dir);
            final String call = buyerWithoutCampaigns();
            for (int buyer = 0; buyer * CAMPAIGNS_PER_BUYER < campaigns; buyer++) {
                final StringBuilder text = new StringBuilder(call.replace("id: b1\n", "id: r" + buyer + "\n"));
                final int end = Math.min(campaigns, (buyer + 1) * CAMPAIGNS_PER_BUYER);
                for (int i = buyer * CAMPAIGNS_PER_BUYER; i < end; i++) {
                    text.append("  - ").append(campaign(i)).append('\n');
                }
                Files.writeString(dir.resolve("buyers").resolve("r" + buyer + ".yaml"), text);
            }
            return BenchLead.config(dir);
        } finally {
            delete(dir);
        }
    }

    private String campaign(final int number) {
        final boolean matches = number * (long) MATCHING / campaigns != (number + 1L) * MATCHING / campaigns;
        final String filters = matches
            ? "state: [TX, " + STATES.get(number % STATES.size()) + "], zip: {prefix: [\"787\"]}" : no(number);
        return "{id: " + (matches ? "yes-" : "no-") + number + ", vertical: auto-insurance, bid_max: 100.00 USD,"
            + " filters: {" + filters + "}}";
    }

    /** Filters of which the lead, a 2019 car of good credit in 78701 TX, passes all but the last. */
    private static String no(final int number) {
        final String state = STATES.get(number % STATES.size());
        return switch (number % 5) {
            case 0 -> "state: [" + state + ", " + STATES.get((number + 3) % STATES.size()) + "]";
            case 1 -> String.format("state: [TX, %s], zip: [\"%05d\", \"%05d\"]", state, 501 + number, 10_001 + number);
            case 2 -> String.format("zip: {prefix: [\"%03d\"]}", number % 700);
            case 3 -> "state: [TX, " + state + "], vehicle_year: {from: " + (2020 + number % 8) + "}";
            default -> "credit: [" + CREDITS.get(number % CREDITS.size()) + "]";
        };
    }

    private static String buyerWithoutCampaigns() throws IOException {
        final String text = Files.readString(BenchLead.folder().resolve("conf/buyers/b1.yaml"));
        final String key = "campaigns:\n";
        return text.substring(0, text.indexOf(key) + key.length());
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (final Path path : paths.toList()) {
                final Path target = to.resolve(from.relativize(path).toString());
                final boolean isBuyer = path.getParent().endsWith("buyers");
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!isBuyer) {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void delete(final Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
