package gavel.server.route;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;
import gavel.config.BuyerConfig.Opening;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who may be asked, in which order, and why nobody may. */
class RouterTest {
    /** A Monday at noon. */
    private static final long NOON_MS = (20_000L - 20_000 % 7 + 4) * 86_400_000L + 43_200_000L;
    private static final List<Filter> OTHER_ZIP = List.of(new Filter("zip", FilterKind.IN, List.of("00501"), 0, 0));
    private static final List<Opening> AT_NIGHT = List.of(new Opening(0, 60));

    private final SampleConfig sample = new SampleConfig();
    private final CapGate gate = new CapGate();
    private final BreakerGate breakers = new BreakerGate();

    @Test
    void shouldAskAllThatFitInTheConfigurationsOrder() {
        add("a", List.of(), List.of(), 0);
        add("b", OTHER_ZIP, List.of(), 0);
        add("c", List.of(), List.of(), 1);
        final Lead lead = new Lead(8);
        assertEquals(LeadReason.NONE, route(lead));
        assertEquals(2, lead.candidateCount());
        assertEquals("a", lead.candidate(0).campaign().config().id());
        assertEquals("c", lead.candidate(1).campaign().config().id());
    }

    @Test
    void shouldSayTheLastHurdleThatAnyCampaignCameTo() {
        assertEquals(LeadReason.NO_CAMPAIGN, route(new Lead(8)));
        add("a", OTHER_ZIP, List.of(), 0);
        assertEquals(LeadReason.NO_MATCH, route(new Lead(8)));
        add("b", List.of(), AT_NIGHT, 0);
        assertEquals(LeadReason.ALL_CLOSED, route(new Lead(8)));
        add("c", List.of(), List.of(), 1);
        gate.cell("CAMPAIGN c LEADS DAY").reserve(NOON_MS / 86_400_000L, 1, 1);
        assertEquals(LeadReason.ALL_CAPPED, route(new Lead(8)));
        sample.campaigns.add(0, sample.campaigns.remove(2));
        assertEquals(LeadReason.ALL_CAPPED, route(new Lead(8)));
        add("d", List.of(), List.of(), 0);
        assertEquals(LeadReason.NONE, route(new Lead(8)));
    }

    @Test
    void shouldReserveNothing() {
        add("a", List.of(), List.of(), 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(LeadReason.NONE, route(new Lead(8)));
        }
        assertEquals(0, gate.cell("CAMPAIGN a LEADS DAY").taken(NOON_MS / 86_400_000L));
    }

    @Test
    void shouldAskNoMoreThanALeadHasRoomFor() {
        for (int i = 0; i < 5; i++) {
            add("c" + i, List.of(), List.of(), 0);
        }
        final Lead lead = new Lead(3);
        final Router router = router();
        assertEquals(LeadReason.NONE, route(router, lead));
        assertEquals(3, lead.candidateCount());
        assertTrue(router.isCut());
        assertEquals(LeadReason.NONE, route(router, new Lead(5)));
        assertFalse(router.isCut(), "all five were asked");
    }

    @Test
    void shouldNotSayThatItCutWhatDidNotFitAnyway() {
        add("a", List.of(), List.of(), 0);
        add("b", OTHER_ZIP, List.of(), 0);
        add("c", List.of(), AT_NIGHT, 0);
        final Router router = router();
        assertEquals(LeadReason.NONE, route(router, new Lead(1)));
        assertFalse(router.isCut());
    }

    @Test
    void shouldAskTheOneThatWinsTheTieWhenAllAreToBeSkipped() {
        sample.breaker = new BuyerConfig.Breaker(true, 1_000_000_000L, 1, 1, 500_000, 990_000);
        add("a", List.of(), List.of(), 0);
        add("b", List.of(), List.of(), 0);
        add("c", List.of(), List.of(), 0);
        for (int i = 0; i < 1_000; i++) {
            breakers.cells(List.of(sample.buyer()))[0].onPing(false, -1);
        }
        final Router router = router();
        final Set<String> asked = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            final Lead lead = new Lead(8);
            final byte[] id = ("lead-" + i).getBytes(StandardCharsets.UTF_8);
            lead.publisherLeadId().set(id, 0, id.length);
            assertEquals(LeadReason.NONE, route(router, lead));
            assertEquals(3, lead.candidateCount());
            if (router.isProbe()) {
                assertEquals(1, router.askedCount());
                assertEquals(2, router.skippedCount());
                final long best = lead.candidate(0).campaign().tieKey(lead.publisherLeadId().hash());
                for (int other = 1; other < 3; other++) {
                    assertTrue(lead.candidate(other).isSkipped());
                    assertTrue(best < lead.candidate(other).campaign().tieKey(lead.publisherLeadId().hash()));
                }
                asked.add(lead.candidate(0).campaign().config().id());
            }
            assertFalse(lead.candidate(0).isSkipped());
        }
        assertEquals(Set.of("a", "b", "c"), asked);
    }

    @Test
    void shouldCountWhoWasSkippedAndNotWhoWasAskedAllTheSame() {
        sample.breaker = new BuyerConfig.Breaker(true, 1_000_000_000L, 1, 1, 500_000, 990_000);
        add("a", List.of(), List.of(), 0);
        add("b", List.of(), List.of(), 0);
        final BreakerGate.Cell breaker = breakers.cells(List.of(sample.buyer()))[0];
        for (int i = 0; i < 1_400; i++) {
            breaker.onPing(i < 400, -1);
        }
        final Router router = router();
        int skipped = 0;
        for (int i = 0; i < 200; i++) {
            final Lead lead = new Lead(8);
            final byte[] id = ("lead-" + i).getBytes(StandardCharsets.UTF_8);
            lead.publisherLeadId().set(id, 0, id.length);
            assertEquals(LeadReason.NONE, route(router, lead));
            skipped += router.skippedCount();
            assertEquals(2, router.askedCount() + router.skippedCount());
        }
        assertTrue(skipped > 60 && skipped < 110, skipped + " of 200 leads, of one campaign of two");
        assertEquals((1_400 + skipped - 1 - 800) * 1_000_000L / (1_400 + skipped), breaker.sharePpm(100_000_000L));
    }

    @Test
    void shouldLeaveTheRoomOfALeadToThoseThatAreAsked() {
        sample.breaker = new BuyerConfig.Breaker(true, 1_000_000_000L, 1, 1, 500_000, 990_000);
        add("a", List.of(), List.of(), 0);
        add("b", List.of(), List.of(), 0);
        for (int i = 0; i < 1_000; i++) {
            breakers.cells(List.of(sample.buyer()))[0].onPing(false, -1);
        }
        final Router router = router();
        final Lead lead = new Lead(1);
        assertEquals(LeadReason.NONE, route(router, lead));
        assertTrue(router.isProbe(), "an empty id is skipped at 99%");
        assertEquals(1, lead.candidateCount());
        assertFalse(lead.candidate(0).isSkipped());
        assertFalse(router.isCut());
    }

    private void add(final String id, final List<Filter> filters, final List<Opening> schedule, final long cap) {
        sample.campaigns.add(SampleConfig.campaign(id, filters, schedule, cap));
    }

    private Router router() {
        final Catalog catalog = sample.catalog();
        return new Router(catalog, new CapCheck(catalog, gate), breakers.cells(sample.catalog().config().buyers()));
    }

    private LeadReason route(final Lead lead) {
        return route(router(), lead);
    }

    private LeadReason route(final Router router, final Lead lead) {
        final Catalog catalog = sample.catalog();
        lead.begin(1, catalog, null, 0, 0);
        lead.publisher(catalog.publishers()[0]);
        lead.offer(SampleConfig.offer(catalog));
        final byte[] zip = "78701".getBytes(StandardCharsets.UTF_8);
        lead.values().put(0, lead.offer().vertical().check(0), zip, 0, zip.length);
        return router.route(lead, NOON_MS);
    }
}
