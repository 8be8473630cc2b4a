package gavel.server.ping;

import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.ServerConfig;
import gavel.server.buyer.BidTimes.Kind;
import gavel.server.buyer.BuyerStats;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What is learned of a buyer from what two loops counted, second by second of a clock that the test moves. */
class TimeoutAgentTest {
    private static final long MS = 1_000_000;
    private static final long UNIT = 1_000_000;
    private static final long MOST = 120 * MS;
    private static final long MIN = 20 * MS;
    private static final long ENDS_80 = 81_920_000;

    private final SampleConfig sample = new SampleConfig();
    private final BuyerStats one = new BuyerStats();
    private final BuyerStats other = new BuyerStats();
    private PingTimeouts.Cell cell;
    private TimeoutAgent agent;
    private long nowNs;

    private void begin(final Optional<AdaptiveTimeout> rule) {
        sample.adaptive = rule;
        cell = new PingTimeouts(new ServerConfig.Ping(MOST, 1, 1, 1, Optional.empty())).cell(sample.buyer());
        agent = new TimeoutAgent(new PingTimeouts.Cell[] {cell},
                List.of(new BuyerStats[] {one}, new BuyerStats[] {other}), () -> nowNs);
        agent.onStart();
    }

    private void begin() {
        begin(Optional.of(new AdaptiveTimeout(MIN, 990_000)));
    }

    private void bids(final int count, final int ms, final long addedMicros) {
        for (int i = 0; i < count; i++) {
            final BuyerStats stats = i % 2 == 0 ? one : other;
            stats.bidTimes().onPing();
            stats.bidTimes().onBid(ms * 1_000, addedMicros);
        }
    }

    private void ended(final int count, final PingStatus status) {
        for (int i = 0; i < count; i++) {
            one.count(status);
        }
    }

    private long learned() {
        nowNs += 1_000 * MS;
        assertEquals(1, agent.doWork());
        return cell.timeoutNs();
    }

    @Test
    void shouldLearnOnceASecondAndNotBefore() {
        begin();
        bids(1_000, 10, UNIT);
        nowNs += 999 * MS;
        assertEquals(0, agent.doWork());
        assertEquals(MOST, cell.timeoutNs());
        nowNs += MS;
        assertEquals(1, agent.doWork());
        assertEquals(MIN, cell.timeoutNs());
        assertEquals(0, agent.doWork());
    }

    @Test
    void shouldGiveAllTheTimeToABuyerThatIsNew() {
        begin();
        assertEquals(MOST, cell.timeoutNs());
        bids(999, 10, UNIT);
        assertEquals(MOST, learned());
    }

    @Test
    void shouldReportAndChangeNothingWhereItIsOff() {
        begin(Optional.empty());
        bids(5_000, 10, UNIT);
        assertEquals(MOST, learned());
        assertEquals(5_000, cell.curve().within(Kind.BIDS, MIN));
    }

    @Test
    void shouldFollowABuyerThatBecomesSlowerAndFasterAgain() {
        begin();
        bids(2_000, 10, UNIT);
        assertEquals(MIN, learned());
        bids(300, 80, UNIT);
        assertEquals(ENDS_80, learned(), "300 of 2,300 is more than one per cent");
        for (int i = 0; i < 2; i++) {
            bids(TimeoutAgent.REMEMBERED, 10, UNIT);
            learned();
        }
        bids(1_000, 10, UNIT);
        assertEquals(MIN, learned(), "the slow ones are forgotten");
    }

    @Test
    void shouldRememberEnoughAfterItHasForgotten() {
        begin();
        bids(10_000, 10, UNIT);
        assertEquals(MIN, learned());
        for (int i = 0; i < 10; i++) {
            assertEquals(MIN, learned(), "nothing new, and nothing is lost");
        }
    }

    @Test
    void shouldGiveAllTheTimeToABuyerThatHasGoneSilentUntilItAnswers() {
        begin();
        bids(1_000, 10, UNIT);
        assertEquals(MIN, learned());
        ended(TimeoutAgent.EXPECTED_MIN - 1, PingStatus.TIMEOUT);
        assertEquals(MIN, learned(), "too few to tell");
        ended(1, PingStatus.TIMEOUT);
        assertEquals(MOST, learned());
        assertEquals(MOST, learned(), "nothing was heard since");
        ended(TimeoutAgent.EXPECTED_MIN, PingStatus.TIMEOUT);
        assertEquals(MOST, learned());
        ended(TimeoutAgent.EXPECTED_MIN, PingStatus.NO_BID);
        assertEquals(MIN, learned());
    }

    @Test
    void shouldGiveAllTheTimeToABuyerThatAnswersLate() {
        begin();
        bids(1_000, 10, UNIT);
        assertEquals(MIN, learned());
        ended(7, PingStatus.BID);
        ended(25, PingStatus.LATE);
        assertEquals(MOST, learned(), "fewer than a quarter come in time, where all were to be expected");
    }

    @Test
    void shouldNotTakeForAChangeWhatItHasLearned() {
        begin();
        bids(200, 10, UNIT);
        bids(1_800, 80, 0);
        assertEquals(MIN, learned());
        for (int i = 0; i < 10; i++) {
            ended(40, PingStatus.BID);
            ended(360, PingStatus.TIMEOUT);
            assertEquals(MIN, learned(), "one in ten comes in time, as was known");
        }
    }
}
