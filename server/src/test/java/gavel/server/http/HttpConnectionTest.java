package gavel.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A publisher's connection without a socket and without waiting: the clock is a number, the sweep is called. */
class HttpConnectionTest {
    private static final long MS = 1_000_000L;
    private static final HttpLimits LIMITS = new HttpLimits(512, 1024, 5_000 * MS, 10_000 * MS, 30_000 * MS);
    private static final String POST = "POST /v1/leads HTTP/1.1\r\nHost: a\r\n";

    private final ScriptedRequests requests = new ScriptedRequests();
    private long nowNs = 77;
    private final HttpLoop loop = new HttpLoop(LIMITS, requests, () -> nowNs, new HttpDate(() -> 0));
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private HttpConnection connection;
    private EmbeddedChannel channel = open();

    @AfterEach
    void shouldLeaveNothing() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertEquals(0, loop.connectionCount());
    }

    private EmbeddedChannel open() {
        connection = new HttpConnection(loop);
        final EmbeddedChannel opened = new EmbeddedChannel(connection);
        channels.add(opened);
        return opened;
    }

    @Test
    void shouldReadARequestWhereverItIsCut() {
        for (final String request : new String[] {POST + "Content-Length: 5\r\n\r\nhello",
            POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "\r\n" + POST + "Content-Length: 5\r\n\r\nhello"}) {
            for (int cut = 0; cut <= request.length(); cut++) {
                requests.requests.clear();
                send(request.substring(0, cut));
                send(request.substring(cut));
                assertEquals(List.of("POST /v1/leads hello"), requests.requests, request + " cut at " + cut);
                assertTrue(received().endsWith("\r\n\r\nhello"));
            }
            requests.requests.clear();
            request.chars().forEach(character -> send(String.valueOf((char) character)));
            assertEquals(List.of("POST /v1/leads hello"), requests.requests);
            received();
        }
        assertTrue(requests.faults.isEmpty() && channel.isOpen());
    }

    @Test
    void shouldAnswerWithAHeadThatCanBeRead() {
        send(POST + "Content-Length: 5\r\n\r\nhello");
        assertEquals("HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Type: application/json\r\n"
                + "Content-Length: 5\r\n\r\nhello", received());
    }

    @Test
    void shouldCloseAfterWhatWasThrownAndAnswerWhoWaits() {
        requests.holdsBack = true;
        send(POST + "Content-Length: 5\r\n\r\nhello");
        channel.pipeline().fireExceptionCaught(new IllegalStateException("ours"));
        assertTrue(received().endsWith("Connection: close\r\nContent-Length: 7\r\n\r\nmistake"));
        assertEquals(1, requests.exceptions.size());

        channel = open();
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        assertFalse(channel.isOpen(), "nobody waited");
    }

    private void endInput() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    @Test
    void shouldAnswerWhoWillSendNoMoreAndThenClose() {
        requests.holdsBack = true;
        send(POST + "Content-Length: 1\r\n\r\n1" + POST + "Content-Length: 1\r\n\r\n2");
        endInput();
        requests.answer(connection, "one");
        assertTrue(channel.isOpen());
        requests.answer(connection, "two");
        final String received = received();
        assertTrue(received.contains("\r\n\r\none") && received.endsWith("\r\n\r\ntwo"), received);
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldRefuseARequestThatIsCut() {
        for (final String cut : new String[] {"POST /v1", POST + "Content-Length: 5\r\n\r\nhel"}) {
            channel = open();
            send(cut);
            endInput();
            assertEquals(HttpFault.CUT, requests.faults.remove(0), cut);
            assertTrue(received().startsWith("HTTP/1.1 400 "));
        }
        channel = open();
        endInput();
        assertFalse(channel.isOpen(), "nothing was asked");
        assertTrue(requests.faults.isEmpty());
    }

    @Test
    void shouldNotSendABodyWhereOnlyTheHeadWasAskedFor() {
        requests.holdsBack = true;
        send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        requests.answer(connection, "hello");
        final String answer = received();
        assertTrue(answer.contains("Content-Length: 5\r\n") && answer.endsWith("\r\n\r\n"), answer);
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        requests.answer(connection, "hello");
        assertTrue(received().endsWith("\r\n\r\nhello"));
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() {
        requests.holdsBack = true;
        final StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            all.append(POST).append("Content-Length: 1\r\n\r\n").append(i);
        }
        send(all.toString());
        for (int i = 0; i < 5; i++) {
            assertEquals(i + 1, requests.requests.size());
            requests.answer(connection, "a" + i);
            assertTrue(received().endsWith("\r\n\r\na" + i));
        }
        assertEquals("POST /v1/leads 4", requests.requests.get(4));
        requests.holdsBack = false;
        send(all.toString());
        assertEquals(10, requests.requests.size());
    }

    @Test
    void shouldKeepWhatComesWhileARequestIsRunning() {
        requests.holdsBack = true;
        send(POST + "Content-Length: 1\r\n\r\n1" + POST);
        send("Content-Length: 3\r\n\r\n2");
        send("22");
        assertEquals(1, requests.requests.size());
        requests.answer(connection, "");
        assertEquals(List.of("POST /v1/leads 1", "POST /v1/leads 222"), requests.requests);
    }

    @Test
    void shouldCloseAfterTheAnswerWhenAskedTo() {
        send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(1, requests.requests.size());
        assertTrue(received().contains("Connection: close\r\n"));
        assertFalse(channel.isOpen());
        channel = open();
        send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldSayContinueOnceAndOnlyToWhoMaySendTheBody() {
        send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", received());
        send("hel");
        assertEquals("", received());
        send("lo");
        assertTrue(received().startsWith("HTTP/1.1 200 OK\r\n"));
        send(POST + "Expect: 100-continue\r\nContent-Length: 1025\r\n\r\n");
        assertTrue(received().startsWith("HTTP/1.1 413 "));
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        final String exact = POST + "X: " + "x".repeat(512 - POST.length() - 7) + "\r\n\r\n";
        assertEquals(512, exact.length());
        send(exact);
        assertTrue(requests.faults.isEmpty());
        send(exact.replace("X: ", "X: x"));
        assertEquals(List.of(HttpFault.HEADERS_TOO_LARGE), requests.faults);
        channel = open();
        send("x".repeat(512));
        assertEquals(2, requests.faults.size());
        channel = open();
        send(POST + "Content-Length: 1024\r\n\r\n" + "x".repeat(1024));
        assertEquals(2, requests.faults.size());
        send(POST + "Content-Length: 1025\r\n\r\n");
        assertEquals(HttpFault.BODY_TOO_LARGE, requests.faults.get(2));
        channel = open();
        send(POST + "Transfer-Encoding: chunked\r\n\r\n401\r\n");
        assertEquals(HttpFault.BODY_TOO_LARGE, requests.faults.get(3));
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldRefuseABodyInChunksThatIsMostlyFrames() {
        send(POST + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 1024 && requests.faults.isEmpty(); i++) {
            send("0000001\r\nx\r\n");
        }
        assertEquals(List.of(HttpFault.BODY_TOO_LARGE), requests.faults);
        assertTrue(requests.requests.isEmpty());
    }

    @Test
    void shouldRefuseBrokenChunks() {
        send(POST + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n");
        assertEquals(List.of(HttpFault.BAD_CHUNK), requests.faults);
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldPassOverAnyNumberOfEmptyLinesAtOnce() {
        for (int i = 0; i < 3; i++) {
            send("\r\n".repeat(30_000));
        }
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(1, requests.requests.size());
    }

    @Test
    void shouldCloseAnIdleConnectionInTime() {
        nowNs += LIMITS.idleTimeoutNs();
        loop.sweep(nowNs);
        assertTrue(channel.isOpen());
        nowNs++;
        loop.sweep(nowNs);
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
        assertTrue(requests.faults.isEmpty());
    }

    @Test
    void shouldRefuseASlowHeadHoweverItDrips() {
        final String drip = POST;
        for (int i = 0; i < 20; i++) {
            send(drip.substring(i, i + 1));
            loop.sweep(nowNs);
            nowNs += LIMITS.headerTimeoutNs() / 20;
        }
        assertTrue(requests.faults.isEmpty());
        nowNs += LIMITS.headerTimeoutNs() / 20;
        loop.sweep(nowNs);
        assertEquals(List.of(HttpFault.TOO_SLOW), requests.faults);
        assertTrue(received().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void shouldRefuseASlowBodyAndNoFastOne() {
        nowNs += LIMITS.idleTimeoutNs();
        send(POST + "Content-Length: 5\r\n\r\n");
        nowNs += LIMITS.bodyTimeoutNs();
        loop.sweep(nowNs);
        send("hello");
        assertEquals(1, requests.requests.size());
        send(POST + "Content-Length: 5\r\n\r\nhell");
        nowNs += LIMITS.bodyTimeoutNs() + 1;
        loop.sweep(nowNs);
        assertEquals(List.of(HttpFault.TOO_SLOW), requests.faults);
    }

    @Test
    void shouldNotTimeOutARequestThatWeAreSlowToAnswer() {
        requests.holdsBack = true;
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        nowNs += 1_000_000 * MS;
        loop.sweep(nowNs);
        assertTrue(channel.isOpen() && connection.isWaiting(connection.requestNumber()));
        requests.answer(connection, "");
        loop.sweep(nowNs + LIMITS.idleTimeoutNs());
        assertTrue(channel.isOpen());
    }

    @Test
    void shouldSayWhenTheFirstByteCame() {
        nowNs = 1_000;
        send(POST.substring(0, 3));
        nowNs = 2_000;
        send(POST.substring(3) + "Content-Length: 1\r\n\r\n");
        nowNs = 3_000;
        send("x");
        assertEquals(List.of(1_000L), requests.receivedNs);
    }

    @Test
    void shouldNotTakeAnAnswerForAnotherRequest() {
        requests.holdsBack = true;
        send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        final long first = connection.requestNumber();
        requests.answer(connection, "1");
        assertFalse(connection.isWaiting(first));
        assertTrue(connection.isWaiting(connection.requestNumber()));
        requests.answer(connection, "2");
        assertThrows(IllegalStateException.class, () -> requests.answer(connection, "3"));
    }

    @Test
    void shouldWaitForNoAnswerWhenThePeerIsGone() {
        requests.holdsBack = true;
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        final long number = connection.requestNumber();
        channel.close().syncUninterruptibly();
        assertFalse(connection.isWaiting(number));
    }

    @Test
    void shouldStopReadingFromWhoPipelinesTooMuch() {
        requests.holdsBack = true;
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        int sent = 0;
        while (channel.config().isAutoRead() && sent < 100_000) {
            send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            sent++;
        }
        assertTrue(sent < 1_000, "read on " + sent);
        requests.answer(connection, "");
        assertTrue(channel.config().isAutoRead());
    }

    @Test
    void shouldStopReadingRequestsOfAPeerThatDoesNotReadAnswers() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(0, requests.requests.size());
        int sent = 0;
        while (channel.config().isAutoRead() && sent < 100_000) {
            send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
            sent++;
        }
        assertTrue(sent < 1_000, "read on " + sent);
        assertEquals(0, requests.requests.size());
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertEquals(sent + 2, requests.requests.size());
        assertTrue(channel.config().isAutoRead());
    }

    @Test
    void shouldCloseAPeerThatNeverReads() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
        nowNs += LIMITS.idleTimeoutNs() + 1;
        loop.sweep(nowNs);
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldLetGoOfIdleConnectionsAndFinishTheOthers() {
        final EmbeddedChannel idle = channel;
        requests.holdsBack = true;
        channel = open();
        final HttpConnection answering = connection;
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        channel = open();
        final HttpConnection reading = connection;
        send(POST + "Content-Length: 5\r\n\r\nhel");
        loop.closeIdle();
        channels.forEach(EmbeddedChannel::runPendingTasks);
        assertFalse(idle.isOpen());
        send("lo");
        requests.answer(answering, "x");
        requests.answer(reading, "y");
        assertFalse(channels.get(1).isOpen());
        assertFalse(channels.get(2).isOpen());
        assertTrue(received().contains("Connection: close\r\n"));
    }

    @Test
    void shouldKeepItsListOfConnectionsRight() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final List<EmbeddedChannel> open = new ArrayList<>(channels);
        for (int i = 0; i < 2_000; i++) {
            if (open.isEmpty() || random.nextBoolean()) {
                open.add(open());
                channels.clear();
            } else {
                open.remove(random.nextInt(open.size())).finishAndReleaseAll();
            }
            assertEquals(open.size(), loop.connectionCount(), "seed " + seed);
        }
        nowNs += LIMITS.idleTimeoutNs() + 1;
        loop.sweep(nowNs);
        open.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void shouldSurviveRandomMutations() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] seeds = {POST + "Content-Length: 5\r\n\r\nhello",
            POST + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "GET /c/x?pub=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"};
        for (int i = 0; i < 10_000; i++) {
            final byte[] bytes = mutated(seeds[random.nextInt(3)] + seeds[random.nextInt(3)], random);
            final EmbeddedChannel mutant = new EmbeddedChannel(new HttpConnection(loop));
            for (int from = 0; from < bytes.length && mutant.isOpen();) {
                final int length = Math.min(bytes.length - from, 1 + random.nextInt(80));
                mutant.writeInbound(mutant.alloc().buffer().writeBytes(bytes, from, length));
                from += length;
            }
            mutant.checkException();
            mutant.finishAndReleaseAll();
        }
        assertEquals(1, loop.connectionCount(), "seed " + seed);
        assertTrue(requests.requests.size() > 1_000 && requests.faults.size() > 1_000, "seed " + seed);
    }

    private static byte[] mutated(final String text, final SplittableRandom random) {
        final StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            final int at = random.nextInt(mutant.length());
            switch (random.nextInt(5)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 -> mutant.insert(at, (char) random.nextInt(256));
                case 2 -> mutant.insert(at, "\r\n");
                case 3 -> mutant.setCharAt(at, "0 :\r\n\0,f\u0080".charAt(random.nextInt(9)));
                default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + 30)));
            }
        }
        return mutant.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void send(final String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String received() {
        final StringBuilder text = new StringBuilder();
        for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
            text.append(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
        }
        return text.toString();
    }
}
