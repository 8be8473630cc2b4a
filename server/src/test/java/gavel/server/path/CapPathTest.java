package gavel.server.path;

import gavel.config.Cap;
import gavel.config.Cap.Period;
import gavel.config.Cap.Unit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.OptionalLong;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Caps of every party, in leads and in money, and a buyer's credit. One buyer; a payout is 80% of the price. */
class CapPathTest extends PathCase {
    private int people;

    @BeforeEach
    void oneBuyer() {
        sample.buyers = 1;
    }

    private static List<Cap> leads(final long max, final Period per) {
        return List.of(new Cap(Unit.LEADS, max, per));
    }

    private static List<Cap> money(final long max, final Period per) {
        return List.of(new Cap(Unit.MONEY, max * 1_000_000, per));
    }

    private FakePublisher next() {
        people++;
        return post("A-" + people, String.format("512555%04d", people), 800, "");
    }

    private void assertSold(final String price) {
        final FakePublisher publisher = next();
        bid(price);
        server.drain();
        server.buyer(0).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
    }

    private void assertTooDear(final String price) {
        final FakePublisher publisher = next();
        bid(price);
        assertOutcome("unsold", 504, publisher);
    }

    private void assertNotAsked(final int code) {
        final FakePublisher publisher = next();
        assertEquals(0, server.buyer(0).pings.size());
        assertOutcome("unsold", code, publisher);
    }

    @Test
    void shouldSpendWhatABuyerWantsToSpendAndNotAMicroMore() {
        sample.buyerCaps = money(8, Period.DAY);
        start();
        assertSold("5.00");
        assertTooDear("3.000001");
        assertSold("3.00");
        assertNotAsked(304);
        assertIdle();
    }

    @Test
    void shouldSellWithinABuyersCredit() {
        sample.credit = OptionalLong.of(8_000_000);
        start();
        assertSold("5.00");
        assertTooDear("3.000001");
        assertSold("3.00");
        assertNotAsked(306);
        assertIdle();
    }

    @Test
    void shouldSellNothingToABuyerThatPaysInAdvanceAndHasNotPaid() {
        sample.credit = OptionalLong.of(0);
        start();
        assertNotAsked(306);
        assertIdle();
    }

    @Test
    void shouldNotAskABuyerThatCantPayTheFloor() {
        sample.buyerCaps = money(8, Period.DAY);
        sample.floorMicros = 4_000_000;
        start();
        assertSold("5.00");
        assertNotAsked(304);
        assertIdle();
    }

    @Test
    void shouldPayAPublisherNoMoreThanItsCap() {
        sample.publisherCaps = money(4, Period.MONTH);
        start();
        assertTooDear("5.01");
        assertSold("5.00");
        assertNotAsked(307);
        assertIdle();
    }

    @Test
    void shouldPayForAnOfferNoMoreThanItsCap() {
        sample.offerCaps = money(4, Period.WEEK);
        start();
        assertSold("5.00");
        assertNotAsked(307);
        assertIdle();
    }

    @Test
    void shouldBeginAnewWithThePeriod() {
        sample.offerCaps = leads(1, Period.HOUR);
        start();
        assertSold("5.00");
        assertNotAsked(307);
        server.advance(3_600_000 * MS);
        assertSold("5.00");
        assertIdle();
    }

    @Test
    void shouldNotBeginATotalAnewTheNextDay() {
        sample.buyerCaps = leads(1, Period.TOTAL);
        start();
        assertSold("5.00");
        server.advance(32L * 3_600_000 * MS);
        assertNotAsked(304);
        assertIdle();
    }

    @Test
    void shouldTakeNoPlaceAnywhereWhenOneIsMissing() {
        sample.publisherCaps = money(3, Period.DAY);
        start();
        assertTooDear("5.00");
        assertEquals(0, server.capCount(0, day()));
        assertIdle();
    }

    @Test
    void shouldLetOneOfTwoThatRunAtOnceHaveTheLastPlace() {
        sample.publisherCaps = leads(1, Period.DAY);
        start();
        final FakePublisher first = next();
        final FakePublisher second = next();
        bid("5.00");
        bid("6.00");
        assertOutcome("unsold", 504, second);
        server.drain();
        server.buyer(0).reject();
        server.drain();
        assertOutcome("unsold", 501, first);
        assertSold("5.00");
        assertIdle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKnowAfterARestartWhatWasTakenAndWhatMayBe(final boolean withHotMaps) {
        sample.credit = OptionalLong.of(20_000_000);
        sample.publisherCaps = leads(4, Period.TOTAL);
        start();
        assertSold("5.00");
        final FakePublisher rejected = next();
        bid("9.00");
        server.drain();
        server.buyer(0).reject();
        server.drain();
        assertOutcome("unsold", 501, rejected);
        next();
        bid("6.00");
        server.drain();
        assertEquals(1, posts());
        restart(withHotMaps);
        assertTooDear("9.01");
        assertSold("9.00");
        assertNotAsked(306);
        assertIdle();
    }
}
