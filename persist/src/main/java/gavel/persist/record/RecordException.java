package gavel.persist.record;

/** A record can't be read: it is damaged, or a newer version wrote it. Any thread. */
public final class RecordException extends RuntimeException {
    public RecordException(final String message) {
        super(message);
    }
}
