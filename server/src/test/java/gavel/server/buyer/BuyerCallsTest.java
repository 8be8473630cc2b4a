package gavel.server.buyer;

import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Url;
import gavel.config.ServerConfig;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.runtime.Transport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How long a call counts as under way: its place is given back once, however it ends. */
class BuyerCallsTest implements CallListener {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"bid\":\"1.5\"}";

    private final Lead lead = new Lead(1);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final BuyerLoop loop = BuyerLoop.of(channel.eventLoop(), Transport.of(ServerConfig.Transport.NIO), null,
            ByteBufAllocator.DEFAULT, null, () -> 7, this, new BuyerLoop.Limits(256, 256, 1_000_000, 100));
    private final BuyerStats stats = new BuyerStats();
    private final CallGate.Cell calls = new CallGate.Cell(8);
    private final BuyerConnections pool =
            new BuyerConnections(loop, new Url(false, "127.0.0.1", 9, "/"), stats, calls, 4, 1_000);
    private final BuyerConnection connection = new BuyerConnection(pool, loop);

    @BeforeEach
    void prepare() {
        final AnswerReader reader =
                new AnswerReader(SampleConfig.endpoint(Format.JSON, List.of(), SampleConfig.pingAnswer()), 256);
        pool.readers(reader, reader);
        lead.addCandidate(null);
    }

    @AfterEach
    void shouldLeaveNothing() {
        connection.close();
        channel.finishAndReleaseAll();
        assertUnderWay(0);
    }

    @Test
    void shouldCountUntilTheAnswerIsRead() {
        call(false);
        assertUnderWay(1);
        connect();
        assertUnderWay(1);
        receive(ANSWER.substring(0, 20));
        assertUnderWay(1);
        receive(ANSWER.substring(20));
        assertUnderWay(0);
        call(true);
        assertUnderWay(1);
        receive(ANSWER);
        assertUnderWay(0);
    }

    @Test
    void shouldCountWhatNobodyWaitsForUntilItsLateAnswer() {
        call(false);
        connect();
        connection.abandon();
        assertUnderWay(1);
        receive(ANSWER);
        assertUnderWay(0);
    }

    @Test
    void shouldCountWhatNobodyWaitsForUntilItsConnectionIsClosed() {
        call(false);
        connect();
        connection.abandon();
        channel.close();
        connection.close();
        assertUnderWay(0);
    }

    @Test
    void shouldGiveBackWhatWasNeverSent() {
        call(false);
        connection.abandon();
        assertUnderWay(1);
        connect();
        assertUnderWay(0);
        assertTrue(connection.isIdle());
    }

    @Test
    void shouldGiveBackWhatFoundNoConnection() {
        call(true);
        connection.onConnect(channel.newFailedFuture(new IOException("no")));
        assertUnderWay(0);
    }

    @Test
    void shouldGiveBackWhatCannotBeRead() {
        call(false);
        connect();
        receive("SSH-2.0-x\r\n\r\n");
        assertUnderWay(0);
    }

    private void assertUnderWay(final int count) {
        assertEquals(count, calls.count());
        assertEquals(count, stats.callsOpen());
    }

    private void call(final boolean posting) {
        assertTrue(calls.enter(posting));
        stats.onCalls(1);
        connection.call(lead, lead.candidate(0), posting,
                Unpooled.copiedBuffer("request", StandardCharsets.US_ASCII), 0);
    }

    private void connect() {
        channel.pipeline().addLast(connection);
        connection.onConnect(channel.newSucceededFuture());
    }

    private void receive(final String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void onPingAnswer(final Lead answered, final Candidate candidate, final BuyerAnswer answer,
                             final long nowNs) {
        // The place is free before the path goes on: it may post at once.
        assertUnderWay(0);
    }

    @Override
    public void onPingFailed(final Lead failed, final Candidate candidate, final PingStatus status, final long nowNs) {
        assertUnderWay(0);
    }

    @Override
    public void onPostAnswer(final Lead answered, final Candidate candidate, final BuyerAnswer answer,
                             final long nowNs) {
        assertUnderWay(0);
    }

    @Override
    public void onPostFailed(final Lead failed, final Candidate candidate, final boolean sent, final long nowNs) {
        assertUnderWay(0);
    }

    @Override
    public void onMistake(final Throwable mistake) {
        throw new AssertionError(mistake);
    }
}
