package gavel.persist.ledger;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.OutboxEvent;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.IdSource;
import gavel.persist.record.RecordKind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes plausible days into a journal, the same ones for one seed, and keeps what it meant as plain values. */
final class SeededLeads {
    static final long START_NS = 1_795_000_000_000_000_000L;
    private static final String[] OFFERS = {"auto-quote", "solar-quote", "loan-quote"};

    final FakeJournal journal = new FakeJournal();
    final List<Sold> sales = new ArrayList<>();
    final List<TopUpBody> topUps = new ArrayList<>();
    final List<Clicked> clicks = new ArrayList<>();
    final List<Posted> posts = new ArrayList<>();
    final List<Asked> bids = new ArrayList<>();
    long leads;
    private final Random random;
    private final IdSource ids = new IdSource(1, 0, 0);
    private long nowNs = START_NS;

    /** A sale, as it was meant. */
    record Sold(long sequence, long leadId, long timeNs, String publisher, String credited, boolean byClick,
                String offer, String buyer, String currency, long priceMicros, long payoutMicros) {
    }

    /** A click, as it was meant. */
    record Clicked(long clickId, long timeNs, String publisher, String offer) {
    }

    /** An attempt with its last status, as it was meant. */
    record Posted(long timeNs, long endedNs, String publisher, String offer, String buyer, String currency,
                  String status) {
    }

    /** An answer to a ping, as it was meant. */
    record Asked(long timeNs, String publisher, String offer, String buyer, String currency, long bidMicros) {
    }

    SeededLeads(final long seed) {
        System.err.println("seed " + seed);
        random = new Random(seed);
        journal.append(RecordKind.CONFIG, 1, 0, nowNs, out -> BodyWriter.config(out,
                new ConfigBody("ab12", "node: 1\n".getBytes(StandardCharsets.UTF_8))));
    }

    static String currencyOf(final String offer) {
        return offer.equals("loan-quote") ? "EUR" : "USD";
    }

    /** Appends whole leads until the journal has this many records. */
    SeededLeads upTo(final int records) {
        while (journal.size() < records) {
            next();
        }
        return this;
    }

    private void next() {
        tick(20_000_000_000L);
        final String offer = OFFERS[random.nextInt(OFFERS.length)];
        long clickId = 0;
        String clickPublisher = "";
        if (random.nextInt(3) > 0) {
            clickPublisher = publisher();
            clickId = click(clickPublisher, offer);
            if (random.nextInt(3) == 0) {
                return;
            }
        }
        tick(5_000_000_000L);
        lead(block(offer, clickId, clickPublisher));
    }

    private long click(final String publisher, final String offer) {
        final long id = ids.next(nowNs / 1_000_000);
        journal.append(RecordKind.CLICK, id, 0, nowNs, out -> BodyWriter.click(out,
                new ClickBody(publisher, offer, subs(), random.nextLong(), 0)));
        clicks.add(new Clicked(id, nowNs, publisher, offer));
        return id;
    }

    private void topUp() {
        final String buyer = "buyer-" + random.nextInt(4);
        final TopUpBody topUp =
                new TopUpBody(buyer, "USD", random.nextLong(-90_000_000, 900_000_000), "wire " + leads, "");
        journal.append(RecordKind.TOP_UP, ids.next(nowNs / 1_000_000), 0, nowNs,
                out -> BodyWriter.topUp(out, topUp));
        topUps.add(topUp);
    }

    private void lead(final LeadBlock block) {
        leads++;
        if (random.nextInt(20) == 0) {
            topUp();
        }
        final long leadId = ids.next(nowNs / 1_000_000);
        final List<Bid> asked = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            final long bidMicros = random.nextInt(3) == 0 ? 0 : 1_000_000 + random.nextInt(40_000_000);
            final String buyer = "buyer-" + random.nextInt(4);
            asked.add(new Bid(buyer + "-c" + i, buyer, bidMicros == 0 ? 2 : 1, bidMicros, random.nextInt(80_000)));
        }
        final List<Bid> ranked = asked.stream().filter(bid -> bid.bidMicros() > 0)
                .sorted((a, b) -> Long.compare(b.bidMicros(), a.bidMicros())).toList();
        boolean bidsWritten = false;
        for (int attempt = 1; attempt <= Math.min(2, ranked.size()); attempt++) {
            posting(leadId, attempt, block, ranked.get(attempt - 1), attempt == 1 ? asked : List.of());
            bidsWritten = true;
            final int fate = random.nextInt(10);
            tick(900_000_000L);
            if (fate < 5) {
                sale(leadId, attempt, block, ranked.get(attempt - 1));
                return;
            }
            ended(leadId, attempt, block, ranked.get(attempt - 1), fate == 5 ? 4 : fate == 6 ? 1 : 2);
            if (fate == 5) {
                leadEnded(leadId, block, Outcome.UNKNOWN, 503, List.of());
                final int found = random.nextInt(4);
                tick(3_600_000_000_000L);
                if (found < 2) {
                    sale(leadId, attempt, block, ranked.get(attempt - 1));
                } else if (found == 2) {
                    noSale(leadId, attempt, block, ranked.get(attempt - 1));
                }
                return;
            }
        }
        leadEnded(leadId, block, Outcome.UNSOLD, 401, bidsWritten ? List.of() : asked);
    }

    private void posting(final long leadId, final int attempt, final LeadBlock block, final Bid winner,
                         final List<Bid> asked) {
        journal.append(RecordKind.POSTING, leadId, attempt, nowNs, out -> BodyWriter.posting(out, new PostingBody(
                block, winner.campaign(), winner.buyer(), winner.bidMicros(), winner.bidMicros() / 2, asked,
                "")));
        posts.add(new Posted(nowNs, nowNs, block.publisher(), block.offer(), winner.buyer(), block.currency(),
                "posting"));
        keep(block, asked);
    }

    private void keep(final LeadBlock block, final List<Bid> asked) {
        for (final Bid bid : asked) {
            bids.add(new Asked(nowNs, block.publisher(), block.offer(), bid.buyer(), block.currency(),
                    bid.bidMicros()));
        }
    }

    private void ended(final long leadId, final int attempt, final LeadBlock block, final Bid bid, final int status) {
        journal.append(RecordKind.POST_ENDED, leadId, attempt, nowNs, out -> BodyWriter.postEnded(out,
                new PostEndedBody(bid.campaign(), bid.buyer(), status, 500 + status, 700, 200, "")));
        outcome(block, bid, status == 1 ? "not_sent" : status == 2 ? "rejected" : "unknown");
    }

    private void outcome(final LeadBlock block, final Bid bid, final String status) {
        final Posted last = posts.remove(posts.size() - 1);
        posts.add(new Posted(last.timeNs(), nowNs, block.publisher(), block.offer(), bid.buyer(), block.currency(),
                status));
    }

    private void leadEnded(final long leadId, final LeadBlock block, final Outcome outcome, final int reason,
                           final List<Bid> asked) {
        tick(1_000_000L);
        journal.append(RecordKind.LEAD_ENDED, leadId, 0, nowNs, out -> BodyWriter.leadEnded(out,
                new LeadEndedBody(block, outcome, reason, asked, new int[] {1, 2, 3}, new byte[] {'{', '}'})));
        keep(block, asked);
    }

    private void sale(final long leadId, final int attempt, final LeadBlock block, final Bid bid) {
        final long priceMicros = bid.bidMicros();
        final boolean share = random.nextBoolean();
        final long payoutMicros = share ? priceMicros * 7 / 10 : 900_000;
        final boolean byClick = block.clickId() != 0;
        final String credited = byClick ? block.clickPublisher() : block.publisher();
        final long sequence = journal.append(RecordKind.SALE, leadId, attempt, nowNs, out -> BodyWriter.sale(out,
                new SaleBody(block, bid.campaign(), bid.buyer(), priceMicros, payoutMicros,
                        share ? PayoutKind.SHARE : PayoutKind.FIXED, share ? 700_000 : 900_000, credited,
                        byClick ? CreditedBy.CLICK : CreditedBy.LEAD, "ref-" + leadId % 1000, 91_000,
                        new int[] {20, 9, 3, 41_200, 12, 300, 5}, List.of(new OutboxEvent(1, leadId, credited)),
                        "{\"status\":\"sold\"}".getBytes(StandardCharsets.UTF_8), Found.AT_ONCE)));
        sales.add(new Sold(sequence, leadId, nowNs, block.publisher(), credited, byClick, block.offer(), bid.buyer(),
                block.currency(), priceMicros, payoutMicros));
        outcome(block, bid, "sold");
    }

    private void noSale(final long leadId, final int attempt, final LeadBlock block, final Bid bid) {
        final boolean isSent = random.nextBoolean();
        journal.append(RecordKind.NO_SALE, leadId, attempt, nowNs, out -> BodyWriter.noSale(out,
                new NoSaleBody(new Post(block, bid.campaign(), bid.buyer(), bid.bidMicros(), 0), isSent ? 2 : 1,
                        isSent ? 507 : 503, "",
                        new Found(isSent ? FoundBy.PERSON : FoundBy.STATUS, "asked"), new byte[] {'{', '}'})));
        outcome(block, bid, isSent ? "rejected" : "not_sent");
    }

    private LeadBlock block(final String offer, final long clickId, final String clickPublisher) {
        return new LeadBlock(publisher(), offer, offer.substring(0, offer.indexOf('-')), "A-" + random.nextInt(9999),
                currencyOf(offer), clickId, clickPublisher, subs(), 1_000_000, new long[] {random.nextLong()},
                new byte[16], random.nextLong(), 0, new byte[0]);
    }

    private List<String> subs() {
        return List.of("s" + random.nextInt(9), "", "é" + random.nextInt(3), "", "x");
    }

    private String publisher() {
        return "pub-" + random.nextInt(5);
    }

    private void tick(final long mostNs) {
        nowNs += 1 + (long) (random.nextDouble() * mostNs);
    }
}
