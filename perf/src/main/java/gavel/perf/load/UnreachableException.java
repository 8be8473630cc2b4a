package gavel.perf.load;

/**
 * Nobody answers at the address that the leads are meant for.
 * Immutable.
 */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreachableException(final String message) {
        super(message, null, false, false);
    }
}
