package gavel.persist.ledger;

/**
 * The books would be wrong: entries that do not sum to zero, a lead sold twice, a journal that skips a record. Any
 * thread. Whoever meets one stops settling and takes no lead any more; it is never retried.
 */
public final class BooksException extends RuntimeException {
    private final String evidence;

    public BooksException(final String message) {
        this(message, "");
    }

    public BooksException(final String message, final Throwable cause) {
        super(message, cause);
        this.evidence = "";
    }

    BooksException(final String message, final String evidence) {
        super(message);
        this.evidence = evidence;
    }

    /** What belongs into the evidence besides the message: lines, or nothing. */
    String evidence() {
        return evidence;
    }
}
