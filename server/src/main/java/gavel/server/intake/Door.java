package gavel.server.intake;

import gavel.server.lead.LeadReason;

/**
 * Whether the server takes leads at all. Any thread. Once the books are broken it never opens again: only a start that
 * has looked at them may.
 */
public final class Door {
    private volatile LeadReason closed = LeadReason.NONE;

    /** NONE, or why no lead is taken. */
    public LeadReason closed() {
        return closed;
    }

    /** Takes no more leads because the server stops. */
    public void onStopping() {
        if (closed == LeadReason.NONE) {
            closed = LeadReason.STOPPING;
        }
    }

    /** Takes no more leads because the books can't be trusted. */
    public void onBooksBroken() {
        closed = LeadReason.BOOKS_BROKEN;
    }
}
