package gavel.persist.ledger;

/** The ledger can't be opened, read or written; the message says what to do. Any thread. */
public final class LedgerException extends RuntimeException {
    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Another process, or another part of this one, has the directory. */
        LOCKED,
        /** The file is not what was written; a rebuild makes it anew. */
        DAMAGED,
        /** A newer Gavel wrote it. */
        NEWER,
        /** An older Gavel wrote it; a rebuild makes it anew. */
        OLDER,
        /** Disk, permissions, memory, time: what may be otherwise at the next try. */
        FAILED
    }

    public LedgerException(final Reason reason, final String message, final Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public LedgerException(final Reason reason, final String message) {
        this(reason, message, null);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whether a rebuild from the journal puts it right. */
    public boolean isRebuildable() {
        return reason == Reason.DAMAGED || reason == Reason.OLDER;
    }
}
