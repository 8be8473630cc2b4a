package gavel.perf.load;

import java.util.Locale;

/**
 * How a planned lead ended; each ends in exactly one.
 * Immutable.
 */
public enum Outcome {
    SOLD("a buyer took it"),
    UNSOLD("nobody bought it"),
    REJECTED("the server did not take it as a lead"),
    DUPLICATE("the server had it before"),
    PENDING("answered before the outcome was known"),
    UNKNOWN("a buyer may have taken it"),
    REFUSED("503 or 429: no room"),
    CLIENT_ERROR("another 4xx"),
    SERVER_ERROR("another 5xx"),
    TIMEOUT("no answer in time"),
    CONNECT_ERROR("no connection to send it on"),
    PROTOCOL_ERROR("an answer that is none, or a connection that broke"),
    NOT_SENT("every connection was in use when it was due: the generator's limit");

    private static final Outcome[] VALUES = values();

    private final String meaning;

    Outcome(final String meaning) {
        this.meaning = meaning;
    }

    /** One clause for a reader of the report. */
    public String meaning() {
        return meaning;
    }

    /** The name on the wire and in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the server said what became of the lead, be it good or bad. */
    public boolean isAnswered() {
        return ordinal() <= UNKNOWN.ordinal();
    }

    /** Whether an HTTP answer came at all. */
    public boolean isResponse() {
        return ordinal() <= SERVER_ERROR.ordinal() || this == PROTOCOL_ERROR;
    }

    /** Whether it counts as an error of the server or of the way to it. */
    public boolean isError() {
        return !isAnswered();
    }

    static Outcome at(final int ordinal) {
        return VALUES[ordinal];
    }
}
