package gavel.server.admin;

import java.io.IOException;
import java.util.Map;

/**
 * One answer of the operators' port. Used by the thread that answers.
 *
 * @param status      of HTTP.
 * @param contentType of the body.
 * @param note        what must be known of the body and has no place in it, in ASCII; or null.
 * @param body        writes it.
 */
record Reply(int status, String contentType, String note, Body body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int WRONG_METHOD = 405;
    static final int WRONG_TYPE = 415;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    /** Writes a body. */
    @FunctionalInterface
    interface Body {
        void write(Appendable out) throws IOException;
    }

    static Reply json(final int status, final Map<String, Object> value) {
        return new Reply(status, JSON, null, out -> out.append(JsonBody.text(value)));
    }

    static Reply text(final String contentType, final String text) {
        return new Reply(OK, contentType, null, out -> out.append(text));
    }

    static Reply problem(final AdminException problem) {
        return new Reply(problem.httpStatus(), PROBLEM, null, out -> out.append(JsonBody.text(JsonBody.object(
                "type", "about:blank", "status", problem.httpStatus(), "detail", problem.getMessage()))));
    }
}
