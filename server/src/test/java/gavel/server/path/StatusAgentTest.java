package gavel.server.path;

import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Match;
import gavel.config.BuyerConfig.StatusQuery;
import gavel.config.BuyerConfig.Url;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.persist.recover.RecordStore;
import gavel.server.post.UnknownPosts;
import org.agrona.concurrent.EpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A buyer that answers as the test says, a real journal, and a clock that is a number. */
class StatusAgentTest {
    private static final long S = 1_000_000_000L;
    private static final long AFTER = 10 * S;

    @TempDir
    Path directory;

    private final List<String> asked = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<CompletableFuture<StatusPort.Reply>> replies = new ArrayList<>();
    private final List<SaleBody> sales = new ArrayList<>();
    private final List<NoSaleBody> noSales = new ArrayList<>();
    private final UnknownPosts unknown = new UnknownPosts();
    private final long[] nowNs = {1_800_000_000L * S};
    private long epochStepNs;
    private final EpochNanoClock clock = () -> nowNs[0] + epochStepNs;
    private RecordStore store;
    private StatusAgent agent;

    @BeforeEach
    void open() {
        final SampleServer sample = new SampleServer();
        store = RecordStore.open(directory, sample.config().server(), 1, List.of(unknown), failure -> {
            throw new AssertionError("the journal can't be written", failure);
        }, new StopAnswers());
        store.drain().addAfterForce(unknown);
        store.drain().addAfterForce((location, buffer, offset, length) -> {
            final RecordDecoder decoder = new RecordDecoder().wrap(buffer, offset);
            if (RecordHeader.kindCode(buffer, offset) == RecordKind.SALE.code()) {
                sales.add(BodyReader.sale(decoder));
            } else if (RecordHeader.kindCode(buffer, offset) == RecordKind.NO_SALE.code()) {
                noSales.add(BodyReader.noSale(decoder));
            }
        });
        final StatusQuestion question = new StatusQuestion(query(), (endpoint, target, body) -> {
            asked.add(target);
            replies.add(new CompletableFuture<>());
            return replies.get(replies.size() - 1);
        });
        agent = new StatusAgent(Map.of("b", question),
                new UnknownPath(unknown, store::reader, store.drain().control(), clock), 4096, () -> nowNs[0], clock,
                said::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static StatusQuery query() {
        final Endpoint endpoint = new Endpoint(new Url(false, "127.0.0.1", 80,
                "/s?l={{publisher_lead_id}}&k={{post_key}}&i={{lead_id}}"), "GET", List.of(), Format.JSON, List.of(), S,
                false, new Answer(Optional.empty(), Optional.of("ref"), Optional.of(new Match("state", List.of("yes"))),
                Optional.of(new Match("state", List.of("no", "none"))), Optional.of("why"), Optional.empty()));
        return new StatusQuery(endpoint, AFTER);
    }

    /** A lead whose first post ended unknown now. */
    private void unknown(final long lead, final String buyer) {
        new UnknownRecords(store).unknown(lead, buyer, nowNs[0]);
    }

    private void pass(final long ns) {
        nowNs[0] += ns;
        agent.doWork();
        store.drain().doWork();
    }

    private void reply(final int httpStatus, final String body) {
        replies.get(replies.size() - 1).complete(
                new StatusPort.Reply(httpStatus, body.getBytes(StandardCharsets.UTF_8)));
        pass(1);
    }

    @Test
    void shouldAskWhenItIsTimeAndSellWhatTheBuyerHas() {
        unknown(7, "b");
        unknown(8, "other");
        pass(AFTER - 1);
        assertEquals(List.of(), asked);
        pass(StatusAgent.LOOK_NS);
        assertEquals(List.of("/s?l=A%201%26&k=" + Ids.print(7) + "-1&i=" + Ids.print(7)), asked);
        pass(StatusAgent.LOOK_NS);
        assertEquals(1, asked.size(), "one question at a time");
        reply(200, "{\"state\":\"YES\",\"ref\":\"R-7\"}");
        assertEquals(1, sales.size());
        assertEquals("R-7", sales.get(0).reference());
        assertEquals(FoundBy.STATUS, sales.get(0).found().by());
        assertEquals(9_000_000, sales.get(0).priceMicros());
        assertEquals(List.of(8L), unknown.all().stream().map(UnknownPosts.UnknownPost::leadId).toList());
        pass(100 * AFTER);
        assertEquals(1, asked.size(), "the other buyer has no status URL");
        assertEquals(1, agent.count("b", StatusAgent.Outcome.SOLD));
    }

    @Test
    void shouldEndWhatTheBuyerDoesNotHaveAsNoSale() {
        unknown(7, "b");
        pass(AFTER);
        reply(200, "{\"state\":\"none\",\"why\":\"never seen\"}");
        assertEquals("2 never seen STATUS", noSales.get(0).status() + " " + noSales.get(0).reference() + " "
                + noSales.get(0).found().by());
        assertEquals(0, unknown.count());
        assertEquals(1, agent.count("b", StatusAgent.Outcome.REJECTED));
    }

    @Test
    void shouldAskAgainAfterTwiceAsLongWhileTheAnswerIsNotClear() {
        unknown(7, "b");
        pass(AFTER);
        reply(200, "{\"state\":\"pending\"}");
        pass(AFTER - S);
        assertEquals(1, asked.size());
        pass(S);
        assertEquals(2, asked.size());
        reply(200, "{\"state\":\"pending\"}");
        pass(2 * AFTER - S);
        assertEquals(2, asked.size());
        pass(S);
        assertEquals(3, asked.size());
        for (int i = 0; i < 20; i++) {
            reply(200, "{}");
            pass(StatusAgent.LONGEST_NS);
        }
        assertEquals(23, asked.size(), "an hour at most");
        assertEquals(22, agent.count("b", StatusAgent.Outcome.UNCLEAR));
        assertEquals(1, unknown.count());
    }

    @Test
    void shouldLeaveABuyerAloneThatDoesNotAnswer() {
        unknown(7, "b");
        unknown(8, "b");
        pass(AFTER);
        replies.get(0).completeExceptionally(new IllegalStateException("refused"));
        pass(1);
        pass(AFTER - S);
        assertEquals(1, asked.size(), "not even for the other lead");
        pass(S);
        assertEquals(2, asked.size());
        replies.get(1).completeExceptionally(new IllegalStateException("timed out"));
        pass(1);
        pass(2 * AFTER);
        reply(200, "{\"state\":");
        pass(4 * AFTER);
        reply(503, "{\"state\":\"yes\"}");
        pass(8 * AFTER);
        reply(200, "{\"state\":\"yes\"}");
        pass(StatusAgent.LOOK_NS);
        reply(200, "{\"state\":\"yes\"}");
        assertEquals(4, agent.count("b", StatusAgent.Outcome.FAILED));
        assertEquals(0, unknown.count(), "and when it answers again, at once for the next");
        assertEquals(2, sales.size());
        assertEquals(List.of("the status URL of buyer b gives no answer: java.lang.IllegalStateException: refused",
                "the status URL of buyer b gives no answer: java.lang.IllegalStateException: timed out",
                "the status URL of buyer b gives an answer that can't be read",
                "the status URL of buyer b answers with HTTP status 503"), said);
    }

    @Test
    void shouldAskForTheOtherLeadsWhereOneIsNotFound() {
        unknown(7, "b");
        unknown(8, "b");
        pass(AFTER);
        reply(404, "{\"state\":\"yes\"}");
        assertEquals(2, asked.size());
        reply(200, "{\"state\":\"yes\"}");
        assertEquals(1, sales.size());
        assertEquals(1, agent.count("b", StatusAgent.Outcome.ERROR));
        pass(2 * AFTER);
        reply(404, "");
        assertEquals(List.of("the status URL of buyer b answers with HTTP status 404"), said, "once");
    }

    @Test
    void shouldGoOnAskingWhenTheClockIsSetBack() {
        unknown(7, "b");
        pass(StatusAgent.LOOK_NS);
        epochStepNs = -3_600 * S;
        pass(AFTER);
        reply(200, "{\"state\":\"pending\"}");
        pass(AFTER);
        assertEquals(2, asked.size());
    }

    @Test
    void shouldNotKeepATextThatIsNone() {
        unknown(7, "b");
        pass(AFTER);
        reply(200, "{\"state\":\"yes\",\"ref\":\"" + "x".repeat(256) + "\"}");
        assertEquals("", sales.get(0).reference());
    }
}
