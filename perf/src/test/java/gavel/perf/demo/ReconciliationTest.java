package gavel.perf.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import gavel.perf.load.Outcome;

/** Three books that agree, and then one thing is changed in one of them. */
class ReconciliationTest {
    private static final int LEADS = 60;

    private final List<PublisherLead> leads = new ArrayList<>();
    private final List<BuyerSale> sales = new ArrayList<>();
    private final Map<String, Totals> byPublisher = new LinkedHashMap<>();
    private final Map<String, Totals> byBuyer = new LinkedHashMap<>();

    ReconciliationTest() {
        for (int i = 0; i < LEADS; i++) {
            final DemoPublisher publisher = DemoPublisher.ALL.get(i % 2);
            final String ref = publisher.prefix() + "-1-" + i;
            final long price = 1_000_000L + i * 10_001L;
            if (i % 3 == 0) {
                leads.add(lead(publisher.id(), ref, Outcome.UNSOLD, 0, 0));
            } else {
                final String buyer = "b" + i % 4;
                leads.add(lead(publisher.id(), ref, Outcome.SOLD, price, price * 8 / 10));
                sales.add(new BuyerSale(buyer, ref, price, true));
                byPublisher.merge(publisher.id(), new Totals(1, price, price * 8 / 10), Totals::plus);
                byBuyer.merge(buyer, new Totals(1, price, 0), Totals::plus);
            }
        }
    }

    private static PublisherLead lead(final String publisher, final String ref, final Outcome outcome,
                                      final long price, final long payout) {
        return new PublisherLead(publisher, ref, "id-" + ref, outcome, outcome, price, payout);
    }

    private Reconciliation reconcile() {
        return Reconciliation.of(leads, sales, new ServerBook(byPublisher, byBuyer));
    }

    private void assertDisagreement(final String beginning) {
        final Reconciliation books = reconcile();
        assertTrue(books.disagreements().stream().anyMatch(one -> one.startsWith(beginning)),
            () -> beginning + " expected in " + books.disagreements());
    }

    @Test
    void shouldAgreeWhenAllThreeSayTheSame() {
        assertEquals(List.of(), reconcile().disagreements());
        assertEquals(List.of(), reconcile().explanations());
        assertTrue(reconcile().isAgreed());
    }

    @Test
    void shouldAgreeOnNothing() {
        assertTrue(Reconciliation.of(List.of(), List.of(), new ServerBook(Map.of(), Map.of())).isAgreed());
    }

    @Test
    void shouldNoticeASaleThatNoBuyerKnows() {
        sales.remove(0);
        assertDisagreement("S-1-1: sold to its publisher's knowledge");
    }

    @Test
    void shouldNoticeALeadThatTwoBuyersTook() {
        sales.add(new BuyerSale("b9", "S-1-1", 1_010_001, true));
        assertDisagreement("S-1-1: accepted 2 times, by b1 and b9");
    }

    @Test
    void shouldNoticeAnAcceptanceThatThePublisherNeverHeardOf() {
        sales.add(new BuyerSale("b1", "N-1-0", 2_000_000, true));
        assertDisagreement("N-1-0: accepted by b1, but unsold");
        sales.add(new BuyerSale("b1", "X-1", 2_000_000, true));
        assertDisagreement("X-1: accepted by b1, but no publisher sent it");
    }

    @Test
    void shouldNoticeALeadThatStandsTwice() {
        leads.add(leads.get(3));
        assertDisagreement("S-1-3: stands twice");
    }

    @Test
    void shouldNoticeOneMicroUnitWhereverItIsMissing() {
        byPublisher.computeIfPresent("north-media",
            (id, totals) -> new Totals(totals.sales(), totals.priceMicros(), totals.payoutMicros() - 1));
        assertDisagreement("publisher north-media: payout");
        byBuyer.computeIfPresent("b2", (id, totals) -> new Totals(totals.sales(), totals.priceMicros() + 1, 0));
        assertDisagreement("buyer b2: price");
        final BuyerSale sale = sales.get(0);
        sales.set(0, new BuyerSale(sale.buyer(), sale.leadRef(), sale.priceMicros() + 1, true));
        assertDisagreement("S-1-1: price is 1.010001 for its publisher and 1.010002 for buyer b1");
    }

    @Test
    void shouldNoticeWhomTheServerForgotOrInvented() {
        byPublisher.remove("south-leads");
        assertDisagreement("publisher south-leads: sales 20 in its own book, 0");
        byBuyer.put("b7", new Totals(1, 5, 0));
        assertDisagreement("buyer b7: sales 0 in its own book, 1");
    }

    @Test
    void shouldExplainLeadsThatAreOpenInsteadOfCountingThem() {
        leads.set(0, lead("north-media", "N-1-0", Outcome.UNKNOWN, 0, 0));
        sales.add(new BuyerSale("b1", "N-1-0", 2_000_000, false));
        leads.set(3, lead("south-leads", "S-1-3", Outcome.PENDING, 0, 0));

        assertEquals(List.of(), reconcile().disagreements());
        assertEquals(List.of("N-1-0: the server lists it as unknown; b1 has accepted it",
            "S-1-3: the server lists it as pending; no buyer has accepted it"), reconcile().explanations());
    }

    @Test
    void shouldCountAPendingLeadThatWasSoldSince() {
        final PublisherLead first = leads.get(1);
        leads.set(1, new PublisherLead(first.publisher(), first.leadRef(), first.leadId(), Outcome.PENDING,
            Outcome.PENDING, 0, 0).resolved(Outcome.SOLD, first.priceMicros(), first.payoutMicros()));

        assertEquals(List.of(), reconcile().disagreements());
        assertEquals(List.of("S-1-1: answered pending, sold since"), reconcile().explanations());
    }

    @Test
    void shouldNotExplainATimeoutAwayThatABuyerTook() {
        final PublisherLead sold = leads.get(1);
        leads.set(1, lead(sold.publisher(), sold.leadRef(), Outcome.TIMEOUT, 0, 0));
        assertDisagreement("S-1-1: accepted by b1, but timeout");
        assertDisagreement("publisher south-leads: sales 19");
    }

    @Test
    void shouldHoldLeadsByHandInTheBuyersSumsOnly() {
        sales.add(new BuyerSale("b1", "mine-1", 3_000_000, true));
        byBuyer.merge("b1", new Totals(1, 3_000_000, 0), Totals::plus);
        byPublisher.put("by-hand", new Totals(1, 3_000_000, 2_000_000));

        assertEquals(List.of(), reconcile().disagreements());
        assertEquals(List.of("mine-1: sent by hand, accepted by b1"), reconcile().explanations());
    }

    @Test
    void shouldNoticeAnySingleChangeOfAnySale() {
        final long seed = 42;
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Consumer<Integer>> changes = List.of(
            i -> sales.remove((int) i),
            i -> sales.add(sales.get(i)),
            i -> sales.set(i, new BuyerSale(sales.get(i).buyer(), sales.get(i).leadRef(), 1, true)),
            i -> sales.set(i, new BuyerSale(sales.get(i).buyer() + "x", sales.get(i).leadRef(),
                sales.get(i).priceMicros(), true)),
            i -> sales.set(i, new BuyerSale(sales.get(i).buyer(), sales.get(i).leadRef() + "x",
                sales.get(i).priceMicros(), true)));
        for (int round = 0; round < 200; round++) {
            final List<BuyerSale> before = List.copyOf(sales);
            changes.get(random.nextInt(changes.size())).accept(random.nextInt(sales.size()));
            assertTrue(!reconcile().isAgreed(), "seed " + seed + ", round " + round);
            sales.clear();
            sales.addAll(before);
        }
    }
}
