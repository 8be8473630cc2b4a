package gavel.perf.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import gavel.perf.load.Arrivals;
import gavel.perf.load.LeadLog;
import gavel.perf.load.LoadConfig;
import gavel.perf.load.Outcome;
import gavel.perf.load.Pace;

/**
 * A publisher of the demo: who it is, what it sends, and what its book says afterwards.
 * Immutable.
 *
 * @param key      of conf/demo, where it stands for everybody to see
 * @param prefix   of its lead ids, so that no two publishers share one
 * @param rateShare of the demo's rate
 */
record DemoPublisher(String id, String key, String prefix, double rateShare, double clickShare) {
    static final List<DemoPublisher> ALL = List.of(
        new DemoPublisher("north-media", "k_demo_north", "N", 0.6, 0.5),
        new DemoPublisher("south-leads", "k_demo_south", "S", 0.4, 0.25));

    /** The reader, with a lead by hand: what it sends is in no publisher's book, so its leads are told by their ids. */
    static final String BY_HAND_KEY = "k_demo_hand";
    static final String BY_HAND_PREFIX = "mine-";

    private static final double DUPLICATE_SHARE = 0.01;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final long TIMEOUT_NS = 5_000_000_000L;

    LoadConfig load(final URI leads, final double leadsPerSecond, final long seed, final Times times,
                    final String template) {
        final String clicks = leads.resolve("/c/auto-quote") + "?pub=" + id + "&sub1=s{{n}}";
        // In flight: what a second brings, which is more than the deadline of a lead lets stand.
        final int connections = (int) Math.min(MAX_CONNECTIONS, Math.max(64, leadsPerSecond * rateShare));
        return new LoadConfig(id, seed,
            new LoadConfig.Target(leads, List.of("Authorization: Bearer " + key), connections, TIMEOUT_NS),
            new Pace(leadsPerSecond * rateShare, Arrivals.POISSON, times.warmUpNs(), times.measuredNs()),
            new LoadConfig.LeadPlan(template, prefix + '-' + seed + '-', DUPLICATE_SHARE, true),
            new LoadConfig.ClickPlan(clicks, clickShare));
    }

    /** Every lead that was sent, warm-up included. */
    List<PublisherLead> book(final LeadLog log) {
        final List<PublisherLead> leads = new ArrayList<>(log.size());
        for (int lead = 0; lead < log.size(); lead++) {
            final Outcome outcome = log.outcome(lead);
            if (outcome != Outcome.NOT_SENT) {
                leads.add(new PublisherLead(id, log.leadRef(lead), log.leadId(lead), outcome, outcome,
                    log.priceMicros(lead), log.payoutMicros(lead)));
            }
        }
        return leads;
    }

    /** How long a demo runs. Immutable. */
    record Times(long warmUpNs, long measuredNs) {
    }
}
