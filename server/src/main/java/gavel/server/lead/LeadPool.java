package gavel.server.lead;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** The leads of one loop, made when first needed and used again. Confined to its loop. */
public final class LeadPool {
    private final ArrayDeque<Lead> free;
    private final Supplier<Lead> maker;
    private final int leadsMax;
    private int made;

    /**
     * @param leadsMax leads in flight at most.
     */
    public LeadPool(final int leadsMax, final Supplier<Lead> maker) {
        this.leadsMax = leadsMax;
        this.maker = maker;
        this.free = new ArrayDeque<>(leadsMax + 1);
    }

    /** A cleared lead, or null when too many are in flight. */
    public Lead take() {
        final Lead lead = free.pollLast();
        if (lead != null || made == leadsMax) {
            return lead;
        }
        made++;
        return maker.get();
    }

    /** Gives a lead back; once, or two requests would share one person's data. */
    public void giveBack(final Lead lead) {
        if (lead.state() == LeadState.FREE) {
            throw new IllegalStateException("a lead was given back twice");
        }
        lead.clear();
        free.addLast(lead);
    }

    /** Leads that are out. */
    public int inFlight() {
        return made - free.size();
    }
}
