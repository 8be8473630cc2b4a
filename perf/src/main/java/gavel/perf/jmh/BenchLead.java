package gavel.perf.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import gavel.config.Config;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.auction.Auction;
import gavel.server.auction.HighestBids;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.Hash64;
import gavel.server.intake.LeadParser;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.Problems;

/**
 * The lead that perf/bin/floor sends, with the configuration that it is sent to, brought as far along the path as a
 * benchmark needs it. Confined to one JMH thread, as a lead is to its loop.
 */
final class BenchLead {
    static final long EPOCH_NS = 1_795_000_000_000_000_000L;
    private static final long BASE_MICROS = 1_000_000;
    private static final long STEP_MICROS = 10_000;

    private final Catalog catalog;
    private final byte[] body;
    private final LeadParser parser;
    private final Problems problems = new Problems();
    private final Lead lead;

    BenchLead(final int candidatesMax) {
        this(candidatesMax, new Catalog(config(), 1));
    }

    BenchLead(final int candidatesMax, final Catalog catalog) {
        this.catalog = catalog;
        body = body();
        parser = new LeadParser(catalog.config().server().intake().bodyMaxBytes(), BenchLead::noClick);
        lead = new Lead(candidatesMax);
    }

    /** The folder perf/floor; where the repository lies is told by perf/bin/jmh. */
    static Path folder() {
        final String home = System.getenv("GAVEL_HOME");
        if (home == null) {
            throw new IllegalStateException("GAVEL_HOME is not set; run benchmarks with perf/bin/jmh");
        }
        return Path.of(home, "perf", "floor");
    }

    /** The configuration in perf/floor/conf. */
    static Config config() {
        return config(folder().resolve("conf"));
    }

    /** The configuration in a folder. */
    static Config config(final Path dir) {
        final Loaded loaded = ConfigLoader.load(dir, Map.of(), System::getenv);
        if (!loaded.problems().isEmpty()) {
            throw new IllegalStateException(loaded.problems().toString());
        }
        return loaded.required();
    }

    /** The body in perf/floor/lead.json, its places filled. */
    static byte[] body() {
        try {
            return Files.readString(folder().resolve("lead.json")).strip()
                .replace("{{n}}", "176543210001234").replace("{{phone}}", "5125550100")
                .getBytes(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void noClick(final Lead lead) {
        if (lead.clickText().length() > 0) {
            throw new IllegalStateException("the lead of the floor carries no click");
        }
    }

    Lead lead() {
        return lead;
    }

    Config loaded() {
        return catalog.config();
    }

    /** Reads the body into the cleared lead; the number of problems, which is none. */
    int parse(final long id) {
        lead.clear();
        lead.begin(id, catalog, null, 0, EPOCH_NS);
        lead.publisher(catalog.publishers()[0]);
        problems.clear();
        if (parser.members(lead, false, body, 0, body.length, problems)) {
            parser.fields(lead, body, problems);
        }
        return problems.count();
    }

    /** Gives the same lead another id. */
    void renumber(final long id) {
        lead.begin(id, catalog, null, 0, EPOCH_NS);
    }

    /** Parses, asks so many campaigns, and takes their bids: prices by {@code seed}, equal ones among them. */
    void bid(final long id, final int bids, final long seed) {
        if (parse(id) != 0) {
            throw new IllegalStateException("the lead of the floor has " + problems.count() + " problems, the first: "
                + problems.reason(0) + " " + problems.name(0));
        }
        final Campaign[] campaigns = lead.offer().campaigns();
        for (int i = 0; i < bids; i++) {
            lead.addCandidate(campaigns[i % campaigns.length]);
            final long random = Hash64.mix(seed * bids + i);
            final Candidate candidate = lead.candidate(i);
            candidate.onAsked(null, 0);
            final long micros = Math.max(lead.floorMicros(), BASE_MICROS) + (random & 1023) * STEP_MICROS;
            candidate.onAnswered(PingStatus.BID, micros, i * 1_000_000L);
        }
    }

    /** Ranks the bids anew. */
    LeadReason rank(final Auction auction) {
        lead.rankedCount(0);
        for (int i = 0; i < lead.candidateCount(); i++) {
            auction.onBid(lead, lead.candidate(i));
        }
        return auction.whyUnsold(lead);
    }

    /** Bids as above, ranks them, and chooses the best as winner of the first attempt. */
    void win(final long id, final int bids, final long seed) {
        bid(id, bids, seed);
        if (rank(new Auction(new HighestBids(catalog.campaigns().size()))) != LeadReason.NONE) {
            throw new IllegalStateException("no bid of the prepared lead is above the floor");
        }
        lead.winner(lead.takeNext());
        lead.beginAttempt();
    }
}
