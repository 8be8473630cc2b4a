package gavel.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a connection tells, and answers at once, with the body itself, unless told to hold back. */
final class ScriptedRequests implements HttpRequests {
    final List<String> requests = new ArrayList<>();
    final List<HttpFault> faults = new ArrayList<>();
    final List<Long> receivedNs = new ArrayList<>();
    final List<Throwable> exceptions = new ArrayList<>();
    boolean holdsBack;

    @Override
    public void onRequest(final HttpConnection connection, final RequestHead head, final byte[] body,
                          final int bodyOffset, final int bodyLength, final long received) {
        final String content = new String(body, bodyOffset, bodyLength, StandardCharsets.ISO_8859_1);
        requests.add(head.method() + " " + new String(head.bytes(), head.target().offset(), head.target().length(),
                StandardCharsets.ISO_8859_1) + " " + content);
        receivedNs.add(received);
        if (!holdsBack) {
            answer(connection, content);
        }
    }

    void answer(final HttpConnection connection, final String content) {
        final byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, connection.scratch(), 0, bytes.length);
        connection.answer(HttpStatus.OK, HttpStatus.JSON, connection.scratch(), bytes.length);
    }

    @Override
    public void onFault(final HttpConnection connection, final HttpFault fault) {
        faults.add(fault);
        connection.answer(HttpStatus.of(fault.status()), HttpStatus.PROBLEM_JSON, connection.scratch(), 0);
    }

    @Override
    public void onException(final HttpConnection connection, final Throwable cause) {
        exceptions.add(cause);
        if (connection.isAnswering()) {
            answer(connection, "mistake");
        }
    }
}
