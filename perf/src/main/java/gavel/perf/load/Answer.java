package gavel.perf.load;

import java.util.Map;

import gavel.perf.json.Json;
import gavel.perf.json.JsonException;

/**
 * What the server said to one lead, as far as the rig needs it.
 * Immutable.
 *
 * @param leadId   the server's id, or null
 * @param problem  why this is an error of the client, the server or the protocol, or null
 */
public record Answer(Outcome outcome, String leadId, long priceMicros, long payoutMicros, String problem) {
    private static final int SAMPLE_CHARS = 300;

    /** Reads an answer; whatever is unexpected becomes a protocol error with a sample, never an exception. */
    public static Answer read(final int status, final String body) {
        if (status != 200) {
            return notOk(status, body);
        }
        try {
            return readOutcome(Json.parseObject(body));
        } catch (final JsonException | IllegalArgumentException e) {
            return protocolError(e.getMessage(), body);
        }
    }

    /**
     * An answer of a server that is not Gavel: a sale, of which no money is known, if it holds the text, and an error
     * otherwise. Nothing else of it is read.
     */
    public static Answer expecting(final String text, final int status, final String body) {
        if (status != 200) {
            return notOk(status, body);
        }
        return body.contains(text) ? of(Outcome.SOLD) : protocolError("an answer without " + text, body);
    }

    private static Answer notOk(final int status, final String body) {
        if (status == 503 || status == 429) {
            return of(Outcome.REFUSED);
        }
        if (status >= 400 && status < 500) {
            return error(Outcome.CLIENT_ERROR, "status " + status, body);
        }
        if (status >= 500 && status < 600) {
            return error(Outcome.SERVER_ERROR, "status " + status, body);
        }
        return protocolError("status " + status, body);
    }

    /** An end that brought nothing but itself. */
    public static Answer of(final Outcome outcome) {
        return new Answer(outcome, null, 0, 0, null);
    }

    static Answer protocolError(final String what, final String body) {
        return error(Outcome.PROTOCOL_ERROR, what, body);
    }

    private static Answer error(final Outcome outcome, final String what, final String body) {
        final String sample = body.length() <= SAMPLE_CHARS ? body : body.substring(0, SAMPLE_CHARS) + "...";
        return new Answer(outcome, null, 0, 0, sample.isEmpty() ? what : what + ": " + sample);
    }

    private static Answer readOutcome(final Map<String, Object> answer) {
        final Outcome outcome = switch (string(answer, "status")) {
            case "sold" -> Outcome.SOLD;
            case "unsold" -> Outcome.UNSOLD;
            case "rejected" -> Outcome.REJECTED;
            case "duplicate" -> Outcome.DUPLICATE;
            case "pending" -> Outcome.PENDING;
            case "unknown" -> Outcome.UNKNOWN;
            default -> throw new IllegalArgumentException("no such status as \"" + answer.get("status") + '"');
        };
        final Object id = answer.get("lead_id");
        if (id != null && !(id instanceof String)) {
            throw new IllegalArgumentException("lead_id is not a string");
        }
        if (outcome != Outcome.SOLD) {
            return new Answer(outcome, (String) id, 0, 0, null);
        }
        if (id == null) {
            throw new IllegalArgumentException("sold without a lead_id");
        }
        string(answer, "currency");
        return new Answer(outcome, (String) id, Quantity.micros(string(answer, "price")),
            Quantity.micros(string(answer, "payout")), null);
    }

    private static String string(final Map<String, Object> answer, final String name) {
        if (answer.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is not a string");
    }
}
