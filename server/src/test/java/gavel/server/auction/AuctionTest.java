package gavel.server.auction;

import gavel.config.OfferConfig;
import gavel.config.OfferConfig.Margin;
import gavel.config.OfferConfig.Payout;
import gavel.config.OfferConfig.PayoutKind;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The ranking against one that sorts a list, and payouts against whole numbers of any size. */
class AuctionTest {
    private static final BigInteger MILLION = BigInteger.valueOf(OfferConfig.WHOLE_PPM);
    private static final int CANDIDATES = 8;

    private final Auction auction = new Auction(new HighestBids(CANDIDATES));

    @Test
    void shouldRankAsASortedListDoes() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Lead lead = new Lead(CANDIDATES);
        for (int i = 0; i < 100_000; i++) {
            if (i % 100 == 0) {
                lead.clear();
                final Catalog catalog = sample(random).catalog();
                lead.begin(1, catalog, null, 0, 0);
                lead.offer(SampleConfig.offer(catalog));
            }
            final Lead fresh = again(lead);
            lead.floorMicros(random.nextInt(3) == 0 ? random.nextInt(12) * 500_000L : 0);
            final int count = random.nextInt(CANDIDATES + 1);
            for (int c = 0; c < count; c++) {
                lead.addCandidate(lead.catalog().campaigns().get(c));
                answer(lead.candidate(c), random);
            }
            check(fresh, "seed " + seed + " case " + i);
        }
    }

    /** The same lead without its candidates. */
    private static Lead again(final Lead lead) {
        final Catalog catalog = lead.catalog();
        final var offer = lead.offer();
        lead.clear();
        lead.begin(1, catalog, null, 0, 0);
        lead.offer(offer);
        return lead;
    }

    private static SampleConfig sample(final SplittableRandom random) {
        final SampleConfig sample = new SampleConfig();
        for (int i = 0; i < CANDIDATES; i++) {
            sample.campaigns.add(SampleConfig.campaign("c" + i));
        }
        sample.floorMicros = random.nextInt(5) * 1_000_000L;
        sample.margin = new Margin(random.nextInt(3) * 250_000L, random.nextInt(3) * 100_000L);
        sample.payout = random.nextBoolean() ? new Payout(PayoutKind.SHARE, random.nextInt(0, 1_000_001))
                : new Payout(PayoutKind.FIXED, random.nextInt(5) * 1_000_000L);
        return sample;
    }

    private static void answer(final Candidate candidate, final SplittableRandom random) {
        candidate.onAsked(null, 0);
        final PingStatus status = random.nextInt(3) > 0 ? PingStatus.BID
                : PingStatus.values()[1 + random.nextInt(PingStatus.OVER_MAX.ordinal())];
        candidate.onAnswered(status, status == PingStatus.BID ? (1 + random.nextInt(12)) * 500_000L : 0, 0);
    }

    private void check(final Lead lead, final String hint) {
        final List<Candidate> bids = new ArrayList<>();
        final List<Candidate> expected = new ArrayList<>();
        boolean answered = false;
        boolean noRoom = lead.candidateCount() > 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (candidate.status() == PingStatus.BID) {
                bids.add(candidate);
                assertEquals(isGood(lead, candidate.bidMicros()), auction.isAcceptable(lead, candidate.bidMicros()),
                        hint);
                if (isGood(lead, candidate.bidMicros())) {
                    expected.add(candidate);
                }
            }
            noRoom &= candidate.status() == PingStatus.LIMIT;
            answered |= candidate.status() == PingStatus.NO_BID || candidate.status() == PingStatus.OVER_MAX;
        }
        expected.sort(Comparator.comparingLong(Candidate::bidMicros).reversed()
                .thenComparingLong(candidate -> candidate.campaign().tieKey(lead.publisherLeadId().hash())));
        final LeadReason reason = !expected.isEmpty() ? LeadReason.NONE : !bids.isEmpty() ? LeadReason.BELOW_FLOOR
                : noRoom ? LeadReason.BUYERS_BUSY : answered ? LeadReason.NO_BID : LeadReason.ALL_LATE;
        assertEquals(reason, rank(lead), hint);
        assertEquals(expected.size(), lead.rankedCount(), hint);
        for (final Candidate candidate : expected) {
            assertEquals(candidate, lead.takeNext(), hint);
            assertEquals(payout(lead, candidate.bidMicros()).longValueExact(), candidate.payoutMicros(), hint);
        }
        bids.removeAll(expected);
        bids.forEach(candidate -> assertEquals(PingStatus.BELOW_FLOOR, candidate.status(), hint));
        assertEquals(null, lead.takeNext());
    }

    private LeadReason rank(final Lead lead) {
        for (int i = 0; i < lead.candidateCount(); i++) {
            if (lead.candidate(i).status() == PingStatus.BID) {
                auction.onBid(lead, lead.candidate(i));
            }
        }
        return auction.whyUnsold(lead);
    }

    private static boolean isGood(final Lead lead, final long price) {
        final BigInteger left = BigInteger.valueOf(price).subtract(payout(lead, price));
        final Margin margin = lead.offer().config().margin();
        return price >= lead.floorMicros() && price >= lead.offer().config().floorMicros() && left.signum() >= 0
                && left.compareTo(BigInteger.valueOf(margin.micros())) >= 0
                && left.compareTo(share(price, margin.sharePpm())) >= 0;
    }

    private static BigInteger payout(final Lead lead, final long price) {
        final Payout terms = lead.offer().config().payout();
        return terms.kind() == PayoutKind.FIXED ? BigInteger.valueOf(terms.value()) : share(price, terms.value());
    }

    private static BigInteger share(final long micros, final long ppm) {
        return BigInteger.valueOf(micros).multiply(BigInteger.valueOf(ppm)).divide(MILLION);
    }

    @Test
    void shouldShareToTheLastMicroUnit() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            final long price = random.nextLong(1 + (1_000_000_000_000_000L >> random.nextInt(50)));
            final long ppm = random.nextLong(OfferConfig.WHOLE_PPM + 1);
            final long payout = PayoutTerms.payoutMicros(new Payout(PayoutKind.SHARE, ppm), price);
            assertEquals(share(price, ppm).longValueExact(), payout, "seed " + seed);
            assertTrue(payout >= 0 && payout <= price);
            final Margin exact = new Margin(price - payout, 0);
            assertTrue(PayoutTerms.leavesMargin(exact, price, payout));
            assertFalse(PayoutTerms.leavesMargin(new Margin(price - payout + 1, 0), price, payout));
        }
    }

    @Test
    void shouldNeverPayMoreThanThePrice() {
        assertFalse(PayoutTerms.leavesMargin(new Margin(0, 0), 5_000_000, 5_000_001));
        assertTrue(PayoutTerms.leavesMargin(new Margin(0, 0), 5_000_000, 5_000_000));
        assertEquals(7, PayoutTerms.payoutMicros(new Payout(PayoutKind.FIXED, 7), 5));
    }

    @Test
    void shouldNotLetTheOrderOfCandidatesDecideATie() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Catalog catalog = sample(random).catalog();
        for (int i = 0; i < 1_000; i++) {
            final byte[] leadId = Long.toString(random.nextLong()).getBytes(StandardCharsets.US_ASCII);
            Candidate first = null;
            for (int turn = 0; turn < CANDIDATES; turn++) {
                final Lead lead = new Lead(CANDIDATES);
                lead.begin(1, catalog, null, 0, 0);
                lead.offer(SampleConfig.offer(catalog));
                lead.publisherLeadId().set(leadId, 0, leadId.length);
                for (int c = 0; c < CANDIDATES; c++) {
                    final var campaign = catalog.campaigns().get((c + turn) % CANDIDATES);
                    lead.addCandidate(campaign);
                    lead.candidate(c).onAsked(null, 0);
                    lead.candidate(c).onAnswered(PingStatus.BID, 900_000_000, 0);
                }
                rank(lead);
                final Candidate winner = lead.takeNext();
                assertTrue(first == null || first.campaign() == winner.campaign(), "seed " + seed);
                first = winner;
            }
        }
    }

    @Test
    void shouldSayThatAllWereLateWhenAnswersCameAfterTheirTime() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Catalog catalog = sample.catalog();
        final Lead lead = new Lead(CANDIDATES);
        lead.begin(1, catalog, null, 0, 0);
        lead.offer(SampleConfig.offer(catalog));
        lead.addCandidate(catalog.campaigns().get(0));
        lead.addCandidate(catalog.campaigns().get(0));
        lead.candidate(0).onAnswered(PingStatus.LATE, 0, 0);
        lead.candidate(1).onAnswered(PingStatus.TIMEOUT, 0, 0);
        assertEquals(LeadReason.ALL_LATE, rank(lead));
        lead.candidate(1).onAnswered(PingStatus.REFUSED, 0, 0);
        assertEquals(LeadReason.ALL_LATE, rank(lead), "nobody has declined");
        lead.candidate(1).onAnswered(PingStatus.BUSY, 0, 0);
        assertEquals(LeadReason.ALL_LATE, rank(lead));
        lead.candidate(1).onAnswered(PingStatus.NO_BID, 0, 0);
        assertEquals(LeadReason.NO_BID, rank(lead));
    }
}
