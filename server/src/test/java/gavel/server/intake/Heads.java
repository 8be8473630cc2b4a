package gavel.server.intake;

import gavel.server.http.RequestHead;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertNull;

/** Makes heads of requests. Stateless. */
final class Heads {
    private Heads() {
    }

    static RequestHead of(final String... lines) {
        final byte[] bytes = ("POST /v1/leads HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines)
                + (lines.length == 0 ? "" : "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
        final RequestHead head = new RequestHead();
        assertNull(head.parse(bytes, bytes.length));
        return head;
    }
}
