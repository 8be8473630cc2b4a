package gavel.perf.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The books of a finished run: how many leads ended how, and the money of those that were sold.
 * Immutable.
 */
public final class Tally {
    private static final int SHOWN = 5;

    private final Map<Outcome, Long> countByOutcome = new EnumMap<>(Outcome.class);
    private long leads;
    private long priceMicros;
    private long payoutMicros;

    private Tally() {
        for (final Outcome outcome : Outcome.values()) {
            countByOutcome.put(outcome, 0L);
        }
    }

    /** Counts the measured leads of a log, or those of the warm-up; a lead without an end is an error of ours. */
    static Tally of(final LeadLog log, final boolean isMeasured) {
        final Tally tally = new Tally();
        final List<String> open = new ArrayList<>();
        for (int lead = 0; lead < log.size(); lead++) {
            if (log.isMeasured(lead) != isMeasured) {
                continue;
            }
            final Outcome outcome = log.outcome(lead);
            if (outcome == null) {
                open.add(log.leadRef(lead));
                continue;
            }
            tally.leads++;
            tally.countByOutcome.merge(outcome, 1L, Long::sum);
            tally.priceMicros = Math.addExact(tally.priceMicros, log.priceMicros(lead));
            tally.payoutMicros = Math.addExact(tally.payoutMicros, log.payoutMicros(lead));
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.size() + " planned leads ended in no bucket, among them "
                + open.subList(0, Math.min(SHOWN, open.size())));
        }
        return tally;
    }

    /** All leads that were due. */
    public long leads() {
        return leads;
    }

    public long count(final Outcome outcome) {
        return countByOutcome.get(outcome);
    }

    public long errors() {
        long errors = 0;
        for (final Outcome outcome : Outcome.values()) {
            errors += outcome.isError() ? count(outcome) : 0;
        }
        return errors;
    }

    public long priceMicros() {
        return priceMicros;
    }

    public long payoutMicros() {
        return payoutMicros;
    }
}
