package gavel.persist.keys;

/** A lead's fields can't be read: its key says why. Immutable; any thread. */
public final class KeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Why. */
    public enum Code {
        /** The key was overwritten: the fields are gone for good. */
        ERASED,
        /** There is no such key: the directory of keys is not the one of these records, or older. */
        MISSING,
        /** It is wrapped by a master key that is not configured. */
        OTHER_MASTER,
        /** It, or what it is to decrypt, is not what was written. */
        DAMAGED
    }

    KeyException(final Code code, final String message, final Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Why. */
    public Code code() {
        return code;
    }
}
