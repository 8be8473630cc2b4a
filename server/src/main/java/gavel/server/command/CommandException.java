package gavel.server.command;

/** A command can't do what it was asked; the message says what to do. The starting thread. */
final class CommandException extends RuntimeException {
    private final int exitCode;

    CommandException(final int exitCode, final String message) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandException(final int exitCode, final String message, final Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the process ends with. */
    int exitCode() {
        return exitCode;
    }
}
