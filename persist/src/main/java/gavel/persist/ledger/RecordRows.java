package gavel.persist.ledger;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordException;
import gavel.persist.record.TextCache;
import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a record into rows: settlement itself, a pure function of the record's bytes, so that a rebuild gives the same
 * rows. Confined to one thread. The order in which a record asks for its names decides their numbers: another order is
 * another layout of the ledger.
 */
final class RecordRows {
    private final RecordDecoder decoder = new RecordDecoder(new TextCache());
    private final Names names;
    private final ChainedRows sink;
    private long sequence;

    /**
     * @param names those of all records before the first one that is accepted; they grow with it.
     * @param sink  its chains stand at the same record.
     */
    RecordRows(final Names names, final ChainedRows sink) {
        this.names = names;
        this.sink = sink;
    }

    /** Hands the rows of one record to the sink, and chains it; also when it throws. */
    void accept(final DirectBuffer buffer, final int offset) {
        try {
            rows(buffer, offset);
        } catch (final RuntimeException e) {
            sink.chain(buffer, offset);
            throw e;
        }
        sink.endRecord(buffer, offset);
    }

    private void rows(final DirectBuffer buffer, final int offset) {
        decoder.wrap(buffer, offset);
        sequence = decoder.sequence();
        switch (decoder.kind()) {
            case CONFIG -> config(BodyReader.config(decoder));
            case CLICK -> click(BodyReader.click(decoder));
            case POSTING -> posting(BodyReader.posting(decoder));
            case POST_ENDED -> postEnded(BodyReader.postEnded(decoder));
            case SALE -> sale(BodyReader.sale(decoder));
            case LEAD_ENDED -> leadEnded(BodyReader.leadEnded(decoder));
            case NO_SALE -> noSale(BodyReader.noSale(decoder));
            case TOP_UP -> topUp(BodyReader.topUp(decoder));
            default -> throw new RecordException("record " + sequence + " has a kind that the ledger has no rows for: "
                    + decoder.kind());
        }
    }

    private void config(final ConfigBody body) {
        sink.begin(LedgerTable.CONFIG, sequence).number(decoder.id()).number(decoder.epochNs()).text(body.sha256())
                .text(new String(body.canonical(), StandardCharsets.UTF_8)).end();
    }

    private void click(final ClickBody body) {
        final int publisher = name(body.publisher());
        final int offer = name(body.offer());
        sink.begin(LedgerTable.CLICK, sequence).number(decoder.id()).number(decoder.epochNs()).number(publisher)
                .number(offer);
        subs(body.subs());
        sink.end();
    }

    private void posting(final PostingBody body) {
        final LeadBlock lead = body.lead();
        final int campaign = campaign(body.campaign(), body.buyer());
        final int publisher = name(lead.publisher());
        final int offer = name(lead.offer());
        final int currency = name(lead.currency());
        sink.begin(LedgerTable.POSTING, sequence).number(decoder.id()).number(decoder.attempt())
                .number(decoder.epochNs()).number(campaign).number(publisher).number(offer).number(currency)
                .number(body.priceMicros()).number(body.payoutMicros()).end();
        bids(body.bids());
    }

    private void postEnded(final PostEndedBody body) {
        final PostOutcome outcome = PostOutcome.ofCode(body.status());
        if (outcome == null || outcome == PostOutcome.SOLD) {
            throw new RecordException("record " + sequence + " ends a post with status " + body.status()
                    + ", which no post without a sale has");
        }
        final int campaign = campaign(body.campaign(), body.buyer());
        sink.begin(LedgerTable.POST_ENDED, sequence).number(decoder.id()).number(decoder.attempt())
                .number(decoder.epochNs()).number(campaign).number(body.status()).number(body.reason())
                .number(body.httpStatus()).number(body.elapsedUs()).text(body.reference()).end();
    }

    private void sale(final SaleBody body) {
        final LeadBlock lead = body.lead();
        final long marginMicros = marginMicros(body);
        final int campaign = campaign(body.campaign(), body.buyer());
        final int credited = name(body.creditedPublisher());
        beginLead(LedgerTable.SALE, lead);
        sink.number(decoder.attempt()).number(campaign).number(body.priceMicros()).number(body.payoutMicros())
                .number(body.payoutKind().code()).number(body.payoutValue()).number(credited)
                .number(body.creditedBy().code()).text(body.reference()).number(body.elapsedUs())
                .number(body.found().by().code()).text(body.found().note()).end();
        entry(1, Accounts.receivable(body.buyer()), lead.currency(), body.priceMicros());
        entry(2, Accounts.payable(body.creditedPublisher()), lead.currency(), -body.payoutMicros());
        entry(3, Accounts.HOUSE_MARGIN, lead.currency(), -marginMicros);
    }

    private long marginMicros(final SaleBody body) {
        if (body.priceMicros() < 0 || body.payoutMicros() < 0) {
            throw new BooksException("record " + sequence + " sells lead " + decoder.id() + " with a negative amount: "
                    + "price " + body.priceMicros() + ", payout " + body.payoutMicros() + " micro-units");
        }
        return body.priceMicros() - body.payoutMicros();
    }

    private void entry(final int line, final String account, final String currency, final long micros) {
        final int accountId = name(account);
        final int currencyId = name(currency);
        sink.begin(LedgerTable.ENTRY, sequence).number(line).number(decoder.epochNs()).number(accountId)
                .number(currencyId).number(micros).end();
    }

    private void leadEnded(final LeadEndedBody body) {
        beginLead(LedgerTable.LEAD_ENDED, body.lead());
        sink.number(body.outcome().code()).number(body.reason()).end();
        bids(body.bids());
    }

    private void noSale(final NoSaleBody body) {
        if (body.status() != PostOutcome.NOT_SENT.code() && body.status() != PostOutcome.REJECTED.code()) {
            throw new RecordException("record " + sequence + " says that a post was no sale, and gives it status "
                    + body.status());
        }
        final int campaign = campaign(body.post().campaign(), body.post().buyer());
        sink.begin(LedgerTable.NO_SALE, sequence).number(decoder.id()).number(decoder.attempt())
                .number(decoder.epochNs()).number(campaign).number(body.status()).number(body.reason())
                .number(body.found().by().code()).text(body.reference()).text(body.found().note()).end();
    }

    private void topUp(final TopUpBody body) {
        final int buyer = name(body.buyer());
        final int currency = name(body.currency());
        sink.begin(LedgerTable.TOP_UP, sequence).number(decoder.id()).number(decoder.epochNs()).number(buyer)
                .number(currency).number(body.amountMicros()).text(body.reference()).text(body.note()).end();
        entry(1, Accounts.HOUSE_CASH, body.currency(), body.amountMicros());
        entry(2, Accounts.receivable(body.buyer()), body.currency(), -body.amountMicros());
    }

    /** What a sale and a lead that ended without one both say of the lead. */
    private void beginLead(final LedgerTable table, final LeadBlock lead) {
        final int publisher = name(lead.publisher());
        final int offer = name(lead.offer());
        final int vertical = name(lead.vertical());
        final int currency = name(lead.currency());
        final int clickPublisher = name(lead.clickPublisher());
        sink.begin(table, sequence).number(decoder.id()).number(decoder.epochNs()).number(publisher).number(offer)
                .number(vertical).text(lead.publisherLeadId()).number(currency);
        if (lead.clickId() == 0) {
            sink.nothing();
        } else {
            sink.number(lead.clickId());
        }
        sink.number(clickPublisher).number(lead.floorMicros()).number(decoder.configVersion());
        subs(lead.subs());
    }

    private void subs(final List<String> subs) {
        for (final String sub : subs) {
            sink.text(sub);
        }
    }

    private void bids(final List<Bid> bids) {
        int line = 0;
        for (final Bid bid : bids) {
            line++;
            final int campaign = campaign(bid.campaign(), bid.buyer());
            sink.begin(LedgerTable.BID, sequence).number(line).number(campaign).number(bid.status())
                    .number(bid.bidMicros()).number(bid.elapsedUs()).end();
        }
    }

    private int name(final String name) {
        return names.name(name, sequence, sink);
    }

    private int campaign(final String campaign, final String buyer) {
        return names.campaign(campaign, buyer, sequence, sink);
    }
}
