package gavel.server.intake;

import gavel.server.lead.LeadReason;

/**
 * Whether the server takes leads at all. Any thread. Once the books are broken it never opens again: only a start that
 * has looked at them may.
 */
public final class Door {
    private boolean stopping;
    private boolean broken;
    private boolean full;
    private volatile LeadReason closed = LeadReason.NONE;

    /** NONE, or why no lead is taken. */
    public LeadReason closed() {
        return closed;
    }

    /** Takes no more leads because the server stops. */
    public synchronized void onStopping() {
        stopping = true;
        decide();
    }

    /** Takes no more leads because the books can't be trusted. */
    public synchronized void onBooksBroken() {
        broken = true;
        decide();
    }

    /** Takes no leads while the disk has no room for the journal's next segment. */
    public synchronized void onDiskFull(final boolean isFull) {
        full = isFull;
        decide();
    }

    private void decide() {
        closed = broken ? LeadReason.BOOKS_BROKEN : stopping ? LeadReason.STOPPING
                : full ? LeadReason.DISK_FULL : LeadReason.NONE;
    }
}
