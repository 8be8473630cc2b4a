package gavel.buyersim;

import java.util.Optional;

/**
 * The ways in which an answer goes wrong on purpose. Immutable, any thread.
 *
 * <p>{@link #isDecided} tells whether the buyer made its decision (and books it) before things went wrong;
 * {@link #isAnswered} whether a complete and well-formed answer left all the same.
 */
public enum Fault {
    NONE("none", true, true),
    /** Never answers, keeps the connection open. */
    HANG("hang", false, false),
    /** The right answer, one byte at a time. */
    DRIP("drip", true, true),
    /** RST without an answer. */
    RESET("reset", false, false),
    /** Random bytes instead of HTTP, then closes. */
    GARBAGE("garbage", false, false),
    /** The right answer inside a body of 10 MB with a correct Content-Length. */
    HUGE("huge", true, true),
    /** The right answer, twice. */
    TWICE("twice", true, true),
    /** The right answer, {@code late_by} too late. */
    LATE("late", true, true),
    /** Status 500. */
    STATUS_500("status_500", false, false),
    /** Status 302; whoever follows it is counted. */
    REDIRECT("redirect", false, false),
    /** Status 200 and half a JSON object: the buyer decided, its answer can't be read. */
    BAD_JSON("bad_json", true, false),
    /** Content-Length longer than the body, then closes: the buyer decided, its answer is cut short. */
    WRONG_LENGTH("wrong_length", true, false),
    /** The right answer, then closes the kept-alive connection without having said so. */
    CLOSE("close", true, true),
    /** Posts only: books its decision, then RST without an answer. */
    ACCEPT_THEN_RESET("accept_then_reset", true, false);

    private final String key;
    private final boolean isDecided;
    private final boolean isAnswered;

    Fault(final String key, final boolean isDecided, final boolean isAnswered) {
        this.key = key;
        this.isDecided = isDecided;
        this.isAnswered = isAnswered;
    }

    /** The word in scripts and reports. */
    public String key() {
        return key;
    }

    public boolean isDecided() {
        return isDecided;
    }

    public boolean isAnswered() {
        return isAnswered;
    }

    public boolean isPossibleFor(final Call call) {
        return this != NONE && (this != ACCEPT_THEN_RESET || call == Call.POST);
    }

    static Optional<Fault> byKey(final String key) {
        for (Fault fault : values()) {
            if (fault != NONE && fault.key.equals(key)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
