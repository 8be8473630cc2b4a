package gavel.persist.recover;

/** The store can't be opened or written; the message says what to do. Any thread. */
public final class StoreException extends RuntimeException {
    private final Code code;

    /** A refusal with its reason. */
    public StoreException(final Code code, final String message, final Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Why. */
    public Code code() {
        return code;
    }

    /** Why a store can't be opened or written. */
    public enum Code {
        /** Another process runs on the directory. */
        IN_USE,
        /** What was written is not what is read; nothing is changed or dropped to hide that. */
        DAMAGED,
        /** A newer Gavel wrote it. */
        NEWER_VERSION,
        /** The disk is full. */
        NO_SPACE,
        /** The disk failed otherwise. */
        IO
    }
}
