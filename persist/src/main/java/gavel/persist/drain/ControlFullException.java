package gavel.persist.drain;

/** A record from another thread was refused, and nothing of it was kept: try again later. Any thread. */
public final class ControlFullException extends RuntimeException {
    ControlFullException(final String message) {
        super(message);
    }
}
