package gavel.server.path;

/** Nobody can be asked about a post; the message says why. */
final class UnaskableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnaskableException(final String message) {
        super(message);
    }
}
