package gavel.persist.ledger;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordException;
import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Turns a record into rows: settlement itself, a pure function of the record's bytes, so that a rebuild gives the same
 * rows. Confined to one thread.
 */
final class RecordRows {
    /** {@code entry_id} is the journal sequence times this, plus the line. */
    static final long LINES_PER_RECORD = 256;

    private final RecordDecoder decoder = new RecordDecoder();
    private final RowSink sink;
    private long sequence;

    RecordRows(final RowSink sink) {
        this.sink = sink;
    }

    /** Hands the rows of one record to the sink. */
    void accept(final DirectBuffer buffer, final int offset) {
        decoder.wrap(buffer, offset);
        sequence = decoder.sequence();
        switch (decoder.kind()) {
            case CONFIG -> config(BodyReader.config(decoder));
            case CLICK -> click(BodyReader.click(decoder));
            case POSTING -> posting(BodyReader.posting(decoder));
            case POST_ENDED -> postEnded(BodyReader.postEnded(decoder));
            case SALE -> sale(BodyReader.sale(decoder));
            case LEAD_ENDED -> leadEnded(BodyReader.leadEnded(decoder));
            default -> throw new RecordException("record " + sequence + " has a kind that the ledger has no rows for: "
                    + decoder.kind());
        }
    }

    private void config(final ConfigBody body) {
        sink.row(LedgerTable.CONFIGS, sequence, decoder.id(), decoder.epochNs(), body.sha256(),
                new String(body.canonical(), StandardCharsets.UTF_8));
    }

    private void click(final ClickBody body) {
        final List<Object> row = row(sequence, decoder.id(), decoder.epochNs(), body.publisher(), body.offer());
        row.addAll(body.subs());
        sink.row(LedgerTable.CLICKS, row.toArray());
    }

    private void posting(final PostingBody body) {
        attempt("posting", body.lead(), body.campaign(), body.buyer(), body.priceMicros(), body.payoutMicros());
        bids(body.lead(), body.bids());
    }

    private void attempt(final String status, final LeadBlock lead, final String campaign, final String buyer,
                         final long priceMicros, final long payoutMicros) {
        sink.row(LedgerTable.ATTEMPTS, sequence, decoder.id(), (long) decoder.attempt(), decoder.epochNs(), status,
                campaign, buyer, lead.publisher(), lead.offer(), lead.currency(), priceMicros, payoutMicros, null,
                null, null, null);
    }

    private void postEnded(final PostEndedBody body) {
        sink.row(LedgerTable.ATTEMPTS, sequence, decoder.id(), (long) decoder.attempt(), decoder.epochNs(),
                postStatus(body.status()), body.campaign(), body.buyer(), null, null, null, null, null,
                (long) body.reason(), (long) body.httpStatus(), (long) body.elapsedUs(), body.reference());
    }

    private String postStatus(final int code) {
        final PostOutcome outcome = PostOutcome.ofCode(code);
        if (outcome == null || outcome == PostOutcome.SOLD) {
            throw new RecordException("record " + sequence + " ends a post with status " + code
                    + ", which no post without a sale has");
        }
        return lower(outcome);
    }

    private void sale(final SaleBody body) {
        final LeadBlock lead = body.lead();
        final long marginMicros = marginMicros(body);
        final List<Object> row = row(sequence, decoder.id(), decoder.epochNs(), lead.publisher(),
                body.creditedPublisher(), lower(body.creditedBy()), orNull(lead.clickId()), lead.offer(),
                lead.vertical(), lead.publisherLeadId(), body.campaign(), body.buyer(), (long) decoder.attempt(),
                lead.currency(), body.priceMicros(), body.payoutMicros(), marginMicros, lower(body.payoutKind()),
                body.payoutValue(), body.reference(), (long) body.elapsedUs(), (long) decoder.configVersion());
        row.addAll(lead.subs());
        sink.row(LedgerTable.SALES, row.toArray());
        leadRow(lead, "sold", null);
        sink.row(LedgerTable.ATTEMPTS, sequence, decoder.id(), (long) decoder.attempt(), decoder.epochNs(), "sold",
                body.campaign(), body.buyer(), lead.publisher(), lead.offer(), lead.currency(), body.priceMicros(),
                body.payoutMicros(), null, null, (long) body.elapsedUs(), body.reference());
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
        sink.row(LedgerTable.ENTRIES, sequence, Math.addExact(Math.multiplyExact(sequence, LINES_PER_RECORD), line),
                decoder.epochNs(), account, currency, micros);
    }

    private void leadEnded(final LeadEndedBody body) {
        leadRow(body.lead(), lower(body.outcome()), (long) body.reason());
        bids(body.lead(), body.bids());
    }

    private void leadRow(final LeadBlock lead, final String outcome, final Long reason) {
        final List<Object> row = row(sequence, decoder.id(), decoder.epochNs(), lead.publisher(), lead.offer(),
                lead.vertical(), lead.publisherLeadId(), outcome, reason, lead.currency(), orNull(lead.clickId()),
                lead.clickPublisher(), lead.floorMicros(), (long) decoder.configVersion());
        row.addAll(lead.subs());
        sink.row(LedgerTable.LEADS, row.toArray());
    }

    private void bids(final LeadBlock lead, final List<Bid> bids) {
        long line = 0;
        for (final Bid bid : bids) {
            line++;
            sink.row(LedgerTable.BIDS, sequence, line, decoder.id(), decoder.epochNs(), lead.publisher(),
                    lead.offer(), bid.campaign(), bid.buyer(), (long) bid.status(), lead.currency(), bid.bidMicros(),
                    (long) bid.elapsedUs());
        }
    }

    private static List<Object> row(final Object... values) {
        final List<Object> row = new ArrayList<>(values.length + BodyReader.SUBS);
        for (final Object value : values) {
            row.add(value);
        }
        return row;
    }

    private static Long orNull(final long id) {
        return id == 0 ? null : (Long) id;
    }

    private static String lower(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
