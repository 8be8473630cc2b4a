package gavel.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which heads are read and which are refused, and for what (RFC 9110 and 9112). */
class RequestHeadTest {
    private static final String GET = "GET / HTTP/1.1\r\n";
    private static final String POST = "POST /v1/leads HTTP/1.1\r\nHost: a\r\n";

    private final RequestHead head = new RequestHead();

    static Stream<Arguments> heads() {
        final List<Arguments> rows = new ArrayList<>();
        requestLines(rows);
        fieldLines(rows);
        framing(rows);
        return rows.stream();
    }

    private static void requestLines(final List<Arguments> rows) {
        row(rows, null, GET + "Host: a\r\n");
        row(rows, null, "HEAD / HTTP/1.1\r\nHost: a\r\n");
        row(rows, null, "OPTIONS / HTTP/1.1\r\nHost: a\r\n");
        row(rows, null, "get / HTTP/1.1\r\nHost: a\r\n");
        row(rows, null, "GET / HTTP/1.0\r\nHost: a\r\n");
        row(rows, null, "GET /?q=%20#x HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "OPTIONS * HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET http://a/ HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, " GET / HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET\t/ HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET  / HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "G(T / HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET /\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET /\0 HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET /\u007f HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET /\t HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET / HTTP/1.1\nHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "GET / HTTP/1.1\rHost: a\r\n");
        row(rows, HttpFault.MALFORMED, "\u0016\u0003\u0001\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET / HTTP/1.2\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET / HTTP/2.0\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET / HTTP/0.9\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET / http/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET / HTTP/1.1 \r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "GET /a b HTTP/1.1\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_VERSION, "PRI / HTTP/2.0\r\n");
    }

    private static void fieldLines(final List<Arguments> rows) {
        row(rows, null, GET + "hOST:a\r\n");
        row(rows, null, GET + "Host:\t a \t\r\n");
        row(rows, null, GET + "Host: a\r\nX: \u00e9\r\n");
        row(rows, null, GET + "Host: a\r\nX:\r\n");
        row(rows, null, GET + "Host: a\r\nX: a:b\r\nX: c\r\n");
        row(rows, null, GET + "Host: a\r\n" + "X: y\r\n".repeat(RequestHead.HEADERS_MAX - 1));
        row(rows, HttpFault.HEADERS_TOO_LARGE, GET + "Host: a\r\n" + "X: y\r\n".repeat(RequestHead.HEADERS_MAX));
        row(rows, HttpFault.BAD_HOST, GET);
        row(rows, HttpFault.BAD_HOST, GET + "Host:\r\n");
        row(rows, HttpFault.BAD_HOST, GET + "Host: a\r\nHost: a\r\n");
        row(rows, HttpFault.BAD_HOST, GET + "Host: a\r\nhost:\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX : y\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX\t: y\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\n X: y\r\n");
        row(rows, HttpFault.MALFORMED, GET + " Host: a\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: y\r\n folded\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: y\r\n\tfolded\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\n: y\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX(: y\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\n\u00e9: y\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: \0\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: \u007f\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: y\rZ: z\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nX: y\nZ: z\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nAuthorization: b\r\nAuthorization: c\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nAuthorization:\r\nAuthorization: c\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nIdempotency-Key: b\r\nidempotency-key: b\r\n");
        row(rows, HttpFault.MALFORMED, GET + "Host: a\r\nContent-Type: b\r\nContent-Type: b\r\n");
    }

    private static void framing(final List<Arguments> rows) {
        row(rows, null, POST + "Content-Length: 0\r\n");
        row(rows, null, POST + "Content-Length: 0012\r\n");
        row(rows, null, POST + "Content-Length: 999999999999999999\r\n");
        row(rows, null, POST + "Transfer-Encoding: Chunked\r\n");
        row(rows, null, POST + "Expect: 100-Continue\r\n");
        for (final String length : new String[] {"", "-1", "+1", "1 1", "1,1", "1, 1", "0x1", "1.0", "1e1", "\u0661",
            "9999999999999999999"}) {
            row(rows, HttpFault.BAD_LENGTH, POST + "Content-Length: " + length + "\r\n");
        }
        row(rows, HttpFault.AMBIGUOUS_LENGTH, POST + "Content-Length: 1\r\nContent-Length: 1\r\n");
        row(rows, HttpFault.AMBIGUOUS_LENGTH, POST + "Content-Length: 1\r\nContent-Length: 2\r\n");
        row(rows, HttpFault.AMBIGUOUS_LENGTH, POST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n");
        row(rows, HttpFault.AMBIGUOUS_LENGTH, POST + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n");
        for (final String encoding : new String[] {"", "gzip", "identity", "chunked, identity", "gzip, chunked",
            "chunked, chunked", "xchunked", "chunked;q=1", "\"chunked\"", "chunked\u000b", "chunked,"}) {
            row(rows, encoding.indexOf('\u000b') < 0 ? HttpFault.BAD_TRANSFER_ENCODING : HttpFault.MALFORMED,
                    POST + "Transfer-Encoding: " + encoding + "\r\n");
        }
        row(rows, HttpFault.BAD_TRANSFER_ENCODING,
                POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
        row(rows, HttpFault.BAD_TRANSFER_ENCODING,
                POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n");
        row(rows, HttpFault.BAD_TRANSFER_ENCODING,
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n");
        row(rows, HttpFault.MALFORMED, POST + "Transfer-Encoding : chunked\r\n");
        row(rows, HttpFault.BAD_EXPECTATION, POST + "Expect: 200-ok\r\n");
        row(rows, HttpFault.BAD_EXPECTATION, POST + "Expect:\r\n");
    }

    private static void row(final List<Arguments> rows, final HttpFault fault, final String text) {
        rows.add(Arguments.of(fault, text));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldReadOrRefuse(final HttpFault expected, final String text) {
        assertEquals(expected, parse(text));
    }

    @Test
    void shouldHaveASentenceAndACodeForEveryFault() {
        for (final HttpFault fault : HttpFault.values()) {
            assertTrue(fault.code() >= 101 && fault.code() <= 104 && !fault.sentence().isEmpty());
            assertEquals(fault.status(), HttpStatus.of(fault.status()).code());
        }
    }

    @Test
    void shouldFindWhatIsUsed() {
        assertNull(parse("POST /v1/leads?x=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\n"
                + "Content-Type:application/json \r\nIdempotency-Key: k-1\r\nContent-Length: 12\r\n"));
        assertEquals(RequestHead.Method.POST, head.method());
        assertEquals("/v1/leads?x=1", text(head.target()));
        assertEquals("Bearer k", text(head.authorization()));
        assertEquals("application/json", text(head.contentType()));
        assertEquals("k-1", text(head.idempotencyKey()));
        assertEquals(12, head.contentLength());
        assertTrue(head.isKeepAlive());
        assertFalse(head.isChunked() || head.expectsContinue());
    }

    @Test
    void shouldForgetTheRequestBefore() {
        shouldFindWhatIsUsed();
        assertNull(parse(GET + "Host: a\r\n"));
        assertEquals(0, head.authorization().length() + head.contentType().length() + head.idempotencyKey().length());
        assertEquals(-1, head.contentLength());
        assertEquals(RequestHead.Method.GET, head.method());
    }

    @Test
    void shouldTellAnEmptyIdempotencyKeyFromNone() {
        assertNull(parse(GET + "Host: a\r\n"));
        assertFalse(head.idempotencyKey().isPresent());
        assertNull(parse(GET + "Host: a\r\nIdempotency-Key:\r\n"));
        assertTrue(head.idempotencyKey().isPresent());
        assertEquals(0, head.idempotencyKey().length());
    }

    @Test
    void shouldCloseWhenToldTo() {
        for (final String close : new String[] {"close", "Close", "te, close", "close,te", "te ,\tclose , x"}) {
            assertNull(parse(GET + "Host: a\r\nConnection: " + close + "\r\n"));
            assertFalse(head.isKeepAlive(), close);
        }
        for (final String open : new String[] {"keep-alive", "closed", "te", "", "x close"}) {
            assertNull(parse(GET + "Host: a\r\nConnection: " + open + "\r\n"));
            assertTrue(head.isKeepAlive(), open);
        }
        assertNull(parse(GET + "Host: a\r\nConnection: close\r\nConnection: keep-alive\r\n"));
        assertFalse(head.isKeepAlive());
        assertNull(parse("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n"));
        assertFalse(head.isKeepAlive());
    }

    @Test
    void shouldNotSendContinueToAnOlderVersion() {
        assertNull(parse("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"));
        assertFalse(head.expectsContinue());
    }

    private HttpFault parse(final String lines) {
        final byte[] bytes = (lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return head.parse(bytes, bytes.length);
    }

    private String text(final Slice slice) {
        return new String(head.bytes(), slice.offset(), slice.length(), StandardCharsets.ISO_8859_1);
    }
}
