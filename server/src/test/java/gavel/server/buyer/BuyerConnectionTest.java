package gavel.server.buyer;

import gavel.config.BuyerConfig.Url;
import gavel.config.BuyerConfig.Format;
import gavel.config.ServerConfig;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.runtime.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One connection to a buyer without a socket: what the path is told, and when the connection is used again. */
class BuyerConnectionTest implements CallListener {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"bid\":\"1.5\"}";

    private final List<String> told = new ArrayList<>();
    private final Lead lead = new Lead(1);
    private boolean asksAgain;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BuyerLoop loop = BuyerLoop.of(channel.eventLoop(), Transport.of(ServerConfig.Transport.NIO), null,
            ByteBufAllocator.DEFAULT, null, () -> 7, this, new BuyerLoop.Limits(256, 256, 1_000_000, 100));
    private final BuyerStats stats = new BuyerStats();
    private final CallGate.Cell calls = new CallGate.Cell(8);
    private final BuyerConnections pool =
            new BuyerConnections(loop, new Url(false, "127.0.0.1", 9, "/"), stats, calls, 4, 1_000);
    private final BuyerConnection connection = new BuyerConnection(pool, loop);

    BuyerConnectionTest() {
        final AnswerReader reader =
                new AnswerReader(SampleConfig.endpoint(Format.JSON, List.of(), SampleConfig.pingAnswer()), 256);
        pool.readers(reader, reader);
        pool.pingAgain((asked, candidate) -> {
            told.add("again");
            return asksAgain;
        });
        lead.addCandidate(null);
    }

    @AfterEach
    void shouldLeaveNothing() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldSendOnceItIsConnectedAndReadTheAnswerWhereverItIsCut() {
        call(false);
        assertEquals("", sent());
        connect();
        for (int cut = 0; cut <= ANSWER.length(); cut++) {
            assertEquals("request", sent());
            receive(ANSWER.substring(0, cut));
            receive(ANSWER.substring(cut));
            assertEquals(List.of("ping 1.5"), told);
            assertTrue(connection.isIdle());
            told.clear();
            call(false);
        }
    }

    @Test
    void shouldWriteTheRequestAnewWhenItWaitedForItsConnectionAndOnlyThen() {
        pool.connected((asked, candidate, posting, request) -> {
            request.release();
            return ascii("as of now, " + posting);
        });
        final ByteBuf waited = call(true);
        connect();
        assertEquals("as of now, true", sent());
        assertEquals(0, waited.refCnt());
        receive(ANSWER);
        call(false);
        assertEquals("request", sent());
    }

    @Test
    void shouldTellOfAConnectionThatCouldNotBeMade() {
        call(true);
        connection.onConnect(channel.newFailedFuture(new IOException("no")));
        assertEquals(List.of("post failed, sent false"), told);
        assertEquals(1, stats.connections(BuyerStats.Event.CONNECT_FAILED));
    }

    @Test
    void shouldTellOfAPostThatMayHaveArrived() {
        call(true);
        connect();
        channel.close();
        assertEquals(List.of("post failed, sent true"), told);
    }

    @Test
    void shouldTellOfAPingThatWasReset() {
        call(false);
        connect();
        receive(ANSWER.substring(0, 20));
        channel.close();
        assertEquals(1, told.size());
        assertTrue(told.get(0).startsWith("ping failed"));
    }

    @Test
    void shouldNotTakeForAMistakeWhatTheNetworkDid() {
        call(false);
        connect();
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        assertEquals(List.of("ping failed RESET"), told);
    }

    @Test
    void shouldAskAgainWhenAKeptAliveConnectionClosesBeforeAByteOfTheAnswer() {
        asksAgain = true;
        answerOne();
        call(false);
        channel.close();
        assertEquals(List.of("again"), told);
        assertFalse(connection.isIdle());
    }

    @Test
    void shouldTellOfAPingThatIsNotSentAgain() {
        answerOne();
        call(false);
        channel.close();
        assertEquals(List.of("again", "ping failed RESET"), told);
    }

    @Test
    void shouldNotAskAgainWhenAByteOfTheAnswerHadCome() {
        asksAgain = true;
        answerOne();
        call(false);
        receive(ANSWER.substring(0, 1));
        channel.close();
        assertEquals(1, told.size());
        assertTrue(told.get(0).startsWith("ping failed"), told.get(0));
    }

    @Test
    void shouldNotAskAgainOnAConnectionThatWasNew() {
        asksAgain = true;
        call(false);
        connect();
        channel.close();
        assertEquals(List.of("ping failed RESET"), told);
    }

    @Test
    void shouldReportAMistakeOfOurs() {
        call(true);
        connect();
        channel.pipeline().fireExceptionCaught(new IllegalStateException("ours"));
        assertEquals(List.of("mistake IllegalStateException", "post failed, sent true"), told);
    }

    @Test
    void shouldNeverPostAgainByItself() {
        asksAgain = true;
        answerOne();
        call(true);
        channel.close();
        assertEquals(List.of("post failed, sent true"), told);
    }

    @Test
    void shouldNotAskAgainForNobody() {
        asksAgain = true;
        answerOne();
        call(false);
        connection.abandon();
        channel.close();
        assertEquals(List.of(), told);
    }

    @Test
    void shouldNotAskAgainAfterAnAnswerThatCannotBeRead() {
        asksAgain = true;
        answerOne();
        call(false);
        receive("SSH-2.0-x\r\n\r\n");
        assertEquals(List.of("ping failed GARBAGE"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 257\r\n\r\n", "Content-Length: 10000000\r\n\r\n{\"bid\":1",
        "Transfer-Encoding: chunked\r\n\r\n101\r\n", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n100\r\n",
        "\r\n"})
    void shouldRefuseTooMuchAsSoonAsItIsKnown(final String rest) {
        for (final boolean posting : new boolean[] {false, true}) {
            final EmbeddedChannel one = new EmbeddedChannel();
            final BuyerConnection asked = new BuyerConnection(pool, loop);
            told.clear();
            asked.call(lead, lead.candidate(0), posting, Unpooled.EMPTY_BUFFER, 0);
            one.pipeline().addLast(asked);
            asked.onConnect(one.newSucceededFuture());
            one.writeInbound(ascii("HTTP/1.1 200 OK\r\n" + rest));
            if (rest.equals("\r\n")) {
                assertEquals(List.of(), told, "it may still be short");
                one.writeInbound(ascii("x".repeat(257)));
            }
            assertEquals(List.of(posting ? "post failed, sent true" : "ping failed TOO_LARGE"), told);
            assertFalse(one.isOpen());
            asked.channelRead(one.pipeline().firstContext(), ascii("x".repeat(100_000)));
            assertEquals(1, told.size());
            one.finishAndReleaseAll();
        }
        assertEquals(0, stats.connections(BuyerStats.Event.UNASKED), "the rest of what was refused");
        assertEquals(2, stats.connections(BuyerStats.Event.DROPPED));
    }

    @Test
    void shouldTellOfGarbageAndOfTooMuchAndCloseTheConnection() {
        call(false);
        connect();
        receive("SSH-2.0-x\r\n\r\n");
        assertEquals(List.of("ping failed GARBAGE"), told);
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldNotTakeMoreThanTheLimit() {
        call(false);
        connect();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 257\r\n\r\n");
        assertEquals(List.of("ping failed TOO_LARGE"), told);
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldReadAPostByItsBodyAndAPingByItsStatus() {
        call(true);
        connect();
        receive(ANSWER.replace("200 OK", "500 Oh"));
        assertEquals(List.of("post 1.5"), told);
        assertEquals(500, loop.answer().httpStatus());
        call(false);
        receive(ANSWER.replace("200 OK", "500 Oh"));
        assertEquals(List.of("post 1.5", "ping failed HTTP_ERROR"), told);
        assertEquals(500, lead.candidate(0).httpStatus());
    }

    @Test
    void shouldNotUseAConnectionAgainAfterASecondAnswer() {
        call(false);
        connect();
        receive(ANSWER + ANSWER);
        assertEquals(List.of("ping 1.5"), told);
        assertFalse(connection.isIdle());
        assertEquals(1, stats.connections(BuyerStats.Event.UNASKED));
    }

    @Test
    void shouldCloseWhenSomethingComesUnasked() {
        call(false);
        connect();
        receive(ANSWER);
        receive("x");
        assertEquals(1, stats.connections(BuyerStats.Event.UNASKED));
        assertFalse(connection.isIdle());
        assertEquals(List.of("ping 1.5"), told);
    }

    @Test
    void shouldCountALateAnswerAndTellNobody() {
        call(false);
        connect();
        connection.abandon();
        assertTrue(connection.isAbandoned());
        receive(ANSWER);
        assertEquals(List.of(), told);
        assertEquals(1, stats.connections(BuyerStats.Event.PING_LATE));
        assertEquals(0, stats.pings(PingStatus.LATE), "the path has counted it as TIMEOUT");
        assertTrue(connection.isIdle());
    }

    @Test
    void shouldNotSendWhatWasAbandonedBeforeItWasConnected() {
        final ByteBuf request = call(false);
        connection.abandon();
        connect();
        assertEquals(0, request.refCnt());
        assertEquals("", sent());
        assertTrue(connection.isIdle());
        assertEquals(List.of(), told);
    }

    @Test
    void shouldReleaseWhatItNeverSent() {
        final ByteBuf request = call(false);
        connection.close();
        assertEquals(0, request.refCnt());
        assertEquals(List.of("ping failed REFUSED"), told);
    }

    private void answerOne() {
        call(false);
        connect();
        receive(ANSWER);
        told.clear();
    }

    private static ByteBuf ascii(final String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private void connect() {
        channel.pipeline().addLast(connection);
        connection.onConnect(channel.newSucceededFuture());
    }

    private ByteBuf call(final boolean posting) {
        final ByteBuf request = Unpooled.copiedBuffer("request", StandardCharsets.US_ASCII);
        connection.call(lead, lead.candidate(0), posting, request, 0);
        return request;
    }

    private void receive(final String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String sent() {
        final ByteBuf buffer = channel.readOutbound();
        if (buffer == null) {
            return "";
        }
        final String text = buffer.toString(StandardCharsets.US_ASCII);
        buffer.release();
        return text;
    }

    private static String price(final BuyerAnswer answer) {
        return new String(answer.bytes(Slot.PRICE), answer.slice(Slot.PRICE).offset(),
                answer.slice(Slot.PRICE).length(), StandardCharsets.US_ASCII);
    }

    @Override
    public void onPingAnswer(final Lead answered, final Candidate candidate, final BuyerAnswer answer,
                             final long nowNs) {
        told.add("ping " + price(answer));
    }

    @Override
    public void onPingFailed(final Lead failed, final Candidate candidate, final PingStatus status, final long nowNs) {
        told.add("ping failed " + status);
    }

    @Override
    public void onPostAnswer(final Lead answered, final Candidate candidate, final BuyerAnswer answer,
                             final long nowNs) {
        told.add("post " + price(answer));
    }

    @Override
    public void onMistake(final Throwable mistake) {
        told.add("mistake " + mistake.getClass().getSimpleName());
    }

    @Override
    public void onPostFailed(final Lead failed, final Candidate candidate, final boolean sent, final long nowNs) {
        told.add("post failed, sent " + sent);
    }
}
