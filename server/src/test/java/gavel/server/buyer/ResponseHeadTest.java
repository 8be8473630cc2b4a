package gavel.server.buyer;

import gavel.server.buyer.ResponseHead.ReadStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Buyers' answers, whole, cut, and none. */
class ResponseHeadTest {
    private static final int MAX = 100;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final ResponseHead head = new ResponseHead();
    private byte[] bytes;

    @Test
    void shouldReadAnAnswerWhereverItIsCut() {
        for (final String answer : new String[] {OK + "Content-Length: 12\r\n\r\n{\"a\": \"bcd\"}",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK
                    + "content-length:12 \r\n\r\n{\"a\": \"bcd\"}",
            OK + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n7\r\n \"bcd\"}\r\n0\r\n\r\n"}) {
            for (int cut = 0; cut < answer.length(); cut++) {
                assertEquals(ReadStatus.INCOMPLETE, read(answer.substring(0, cut), false), answer + " cut at " + cut);
                assertEquals(ReadStatus.MALFORMED, read(answer.substring(0, cut), true), answer + " cut at " + cut);
                assertEquals(ReadStatus.COMPLETE, read(answer, false));
                assertEquals("{\"a\": \"bcd\"}", body());
                assertEquals(answer.length(), head.end());
                assertTrue(head.isKeepAlive() && head.status() == 200);
            }
        }
    }

    @Test
    void shouldNotTakeContentForTheLastChunk() {
        final String content = "x0\r\n\r\n0\r\n\r\n";
        final String answer = OK + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(content.length()) + "\r\n"
                + content + "\r\n10\r\n\r\n\r\n0\r\n\r\n0123456\r\n0\r\n\r\n";
        final byte[] buffer = answer.getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length < buffer.length; length++) {
            assertEquals(ReadStatus.INCOMPLETE, head.read(buffer, length, MAX, false), "cut at " + length);
        }
        assertEquals(ReadStatus.COMPLETE, head.read(buffer, buffer.length, MAX, false));
        assertEquals(content + "\r\n\r\n0\r\n\r\n0123456",
                new String(buffer, head.bodyOffset(), head.bodyLength(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReadToTheEndOfTheConnectionWhereNoLengthIsGiven() {
        assertEquals(ReadStatus.INCOMPLETE, read(OK + "\r\nabc", false));
        assertEquals(ReadStatus.COMPLETE, read(OK + "\r\nabc", true));
        assertEquals("abc", body());
        assertFalse(head.isKeepAlive());
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "\r\n" + "x".repeat(MAX + 1), false));
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "\r\n" + "x".repeat(MAX + 1), true));
        assertEquals(ReadStatus.COMPLETE, read(OK + "\r\n" + "x".repeat(MAX), true));
    }

    @Test
    void shouldSeeWhereOfTwoAnswersTheFirstEnds() {
        for (final String answer : new String[] {OK + "Content-Length: 3\r\n\r\nabc",
            OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}) {
            assertEquals(ReadStatus.COMPLETE, read(answer + answer, false));
            assertEquals("abc", body());
            assertEquals(answer.length(), head.end());
        }
    }

    @Test
    void shouldKnowAnswersWithoutABody() {
        assertEquals(ReadStatus.COMPLETE, read("HTTP/1.1 204 No Content\r\n\r\n", false));
        assertEquals(0, head.bodyLength());
        assertTrue(head.isKeepAlive());
        assertEquals(ReadStatus.COMPLETE, read("HTTP/1.1 304\r\nContent-Length: 7\r\n\r\n", false));
        assertEquals(ReadStatus.COMPLETE, read("HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n", false));
        assertEquals(500, head.status());
    }

    @Test
    void shouldNotUseAConnectionAgainThatCloses() {
        for (final String line : new String[] {"Connection: close", "connection: Close", "Connection: te, close"}) {
            assertEquals(ReadStatus.COMPLETE, read(OK + line + "\r\nContent-Length: 0\r\n\r\n", false));
            assertFalse(head.isKeepAlive(), line);
        }
        assertEquals(ReadStatus.COMPLETE, read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false));
        assertFalse(head.isKeepAlive());
    }

    @Test
    void shouldMindTheLimit() {
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "Content-Length: 101\r\n\r\n", false));
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "Content-Length: 999999999999999999\r\n\r\n", false));
        assertEquals(ReadStatus.INCOMPLETE, read(OK + "Content-Length: 100\r\n\r\n", false));
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "Transfer-Encoding: chunked\r\n\r\n65\r\n", false));
        assertEquals(ReadStatus.TOO_LARGE, read(OK + "Transfer-Encoding: chunked\r\n\r\n"
                + "1\r\nx\r\n".repeat(40), false));
        assertEquals(ReadStatus.MALFORMED, read(OK + "X: " + "x".repeat(17 * 1024), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.x 200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 200 OK\nX: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: y\nZ: z\r\n\r\n", "HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n", "HTTP/1.1 200 OK\r\nX\r\n\r\n", "HTTP/1.1 200 OK\r\n: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\u00a0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n"})
    void shouldNotTrustWhatCanBeReadInTwoWays(final String answer) {
        assertEquals(ReadStatus.MALFORMED, read(answer, false));
    }

    @Test
    void shouldSurviveRandomMutations() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] seeds = {OK + "Content-Length: 5\r\n\r\nhello", "HTTP/1.1 100 C\r\n\r\n" + OK
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"};
        for (int i = 0; i < 50_000; i++) {
            final StringBuilder text = new StringBuilder(seeds[random.nextInt(2)]);
            for (int change = random.nextInt(5); change > 0; change--) {
                final int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.insert(at, "\r\n :0f\u0000\u00ff".charAt(random.nextInt(8)));
                } else {
                    text.deleteCharAt(at);
                }
            }
            if (read(text.toString(), random.nextBoolean()) == ReadStatus.COMPLETE) {
                assertTrue(head.bodyLength() >= 0 && head.bodyLength() <= MAX && head.end() <= text.length(),
                        "seed " + seed);
            }
        }
    }

    private ReadStatus read(final String text, final boolean closed) {
        bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), text.length() + 3);
        return head.read(bytes, text.length(), MAX, closed);
    }

    private String body() {
        return new String(bytes, head.bodyOffset(), head.bodyLength(), StandardCharsets.ISO_8859_1);
    }
}
