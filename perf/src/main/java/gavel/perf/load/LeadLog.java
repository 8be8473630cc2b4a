package gavel.perf.load;

import java.util.Arrays;

/**
 * What became of each planned lead, by its number.
 * Written by the load loop only; read by others when the run is over.
 */
public final class LeadLog {
    private static final byte OPEN = -1;

    private final LoadConfig.LeadPlan plan;
    private final long startNs;
    private final Schedule schedule;
    private final long[] sentNs;
    private final long[] answeredNs;
    private final long[] priceMicros;
    private final long[] payoutMicros;
    private final byte[] outcome;
    private final String[] leadId;
    private int size;

    /** {@code startNs} is what the monotonic clock shows when the schedule's time is 0. */
    LeadLog(final LoadConfig.LeadPlan plan, final Schedule schedule, final long startNs) {
        this.plan = plan;
        this.schedule = schedule;
        this.startNs = startNs;
        size = schedule.leads();
        sentNs = new long[size];
        answeredNs = new long[size];
        priceMicros = new long[size];
        payoutMicros = new long[size];
        outcome = new byte[size];
        leadId = new String[size];
        Arrays.fill(outcome, OPEN);
    }

    void onSent(final int lead, final long nowNs) {
        sentNs[lead] = nowNs;
    }

    /** Ends a lead. A lead ends once; a second end means that the rig is wrong. */
    void onEnd(final int lead, final Answer answer, final long nowNs) {
        if (outcome[lead] != OPEN) {
            throw new IllegalStateException("lead " + lead + " ended twice: " + outcome(lead) + ", "
                + answer.outcome());
        }
        outcome[lead] = (byte) answer.outcome().ordinal();
        answeredNs[lead] = answer.outcome().isResponse() ? nowNs : 0;
        priceMicros[lead] = answer.priceMicros();
        payoutMicros[lead] = answer.payoutMicros();
        leadId[lead] = answer.leadId();
    }

    /** Forgets the leads from this one on, which were not due yet when the run was stopped. */
    void truncate(final int leads) {
        size = leads;
    }

    /** Leads that were due. */
    public int size() {
        return size;
    }

    public boolean isMeasured(final int lead) {
        return schedule.isMeasured(lead);
    }

    /** The publisher's own id of a lead. */
    public String leadRef(final int lead) {
        return plan.leadRef(lead + 1L);
    }

    public long plannedNs(final int lead) {
        return startNs + schedule.dueNs(lead);
    }

    /** When it was written to its connection; 0 if it never was. */
    public long sentNs(final int lead) {
        return sentNs[lead];
    }

    /** When its whole answer was here; 0 if there was none. */
    public long answeredNs(final int lead) {
        return answeredNs[lead];
    }

    /** How it ended; null while it has not. */
    public Outcome outcome(final int lead) {
        return outcome[lead] == OPEN ? null : Outcome.at(outcome[lead]);
    }

    public long priceMicros(final int lead) {
        return priceMicros[lead];
    }

    public long payoutMicros(final int lead) {
        return payoutMicros[lead];
    }

    /** The server's id; null if none was learned. */
    public String leadId(final int lead) {
        return leadId[lead];
    }
}
