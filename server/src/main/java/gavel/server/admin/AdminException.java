package gavel.server.admin;

/** A request to the operators' port that can't be answered; the message says what to do. Any thread. */
public final class AdminException extends RuntimeException {
    private final int httpStatus;

    public AdminException(final int httpStatus, final String message) {
        super(message);
        this.httpStatus = httpStatus;
    }

    /** Status of the answer. */
    public int httpStatus() {
        return httpStatus;
    }
}
