package gavel.server.start;

/** The server can't start; the message says why and what to do. Any thread. */
public final class StartException extends RuntimeException {
    private final int exitCode;

    public StartException(final int exitCode, final String message, final Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
