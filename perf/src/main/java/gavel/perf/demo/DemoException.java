package gavel.perf.demo;

/**
 * The demo can't go on, for a reason that is the reader's business and not ours.
 * Immutable.
 */
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    DemoException(final int exitCode, final String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** What the demo ends with. */
    int exitCode() {
        return exitCode;
    }
}
