package gavel.perf.demo;

/**
 * The demo can't go on, for a reason that is the reader's business and not ours.
 * Immutable.
 */
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(final String message) {
        super(message, null, false, false);
    }
}
