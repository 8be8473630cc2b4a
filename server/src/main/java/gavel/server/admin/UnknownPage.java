package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.persist.journal.JournalReader;
import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportTable;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.server.post.UnknownPosts;
import gavel.server.post.UnknownPosts.UnknownPost;

import java.util.List;
import java.util.function.Supplier;

/**
 * Who may have which lead, for {@code /unknown}: from the records of the posts whose outcome nobody knows. Called by
 * the threads of the operators' port; each request reads the journal for itself.
 */
final class UnknownPage implements Page {
    private static final List<String> PARAMETERS = List.of("buyer", "format");
    private static final List<Column> COLUMNS = List.of(new Column("lead_id", Kind.TEXT, false),
            new Column("attempt", Kind.COUNT, false), new Column("since", Kind.TIME, false),
            new Column("buyer", Kind.TEXT, false), new Column("campaign", Kind.TEXT, false),
            new Column("publisher", Kind.TEXT, false), new Column("publisher_lead_id", Kind.TEXT, false),
            new Column("offer", Kind.TEXT, false), new Column("currency", Kind.TEXT, false),
            new Column("price", Kind.MONEY, true), new Column("payout", Kind.MONEY, true));
    /** More make an answer that nobody reads; the rest comes when these are settled. */
    private static final int ROWS_MAX = 10_000;

    private final List<BuyerConfig> buyers;
    private final UnknownPosts unknown;
    private final Supplier<JournalReader> journal;

    UnknownPage(final List<BuyerConfig> buyers, final UnknownPosts unknown, final Supplier<JournalReader> journal) {
        this.buyers = buyers;
        this.unknown = unknown;
        this.journal = journal;
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(PARAMETERS);
        final ReportFormat format = ReportRequest.format(query.value("format"));
        final String buyer = query.value("buyer");
        final ReportTable table = new ReportTable();
        table.begin("unknown, posts whose outcome nobody knows, the oldest first", COLUMNS);
        final int known = read(buyer, table);
        if (buyer != null && known == 0) {
            ReportRequest.requireBuyer(buyer, buyers);
        }
        if (table.rows().size() < known) {
            table.note("the first " + ROWS_MAX + " of " + known);
        }
        table.note("each buyer knows whether it took the lead; until that is known, nobody else gets it and nobody is "
                + "paid for it");
        return new Reply(Reply.OK, ReportRequest.contentType(format), null,
                out -> table.copy(ReportRequest.sink(format, out)));
    }

    @Override
    public boolean isLong() {
        return true;
    }

    /** Adds a row for each post of the buyer, or of all for null; returns how many there are. */
    private int read(final String buyer, final ReportTable table) {
        final RecordDecoder record = new RecordDecoder();
        int count = 0;
        try (JournalReader reader = journal.get()) {
            for (final UnknownPost post : unknown.all()) {
                reader.readAt(post.posting(), record);
                final PostingBody posting = BodyReader.posting(record);
                if ((buyer == null || buyer.equals(posting.buyer())) && count++ < ROWS_MAX) {
                    table.row(new Object[] {Ids.print(post.leadId()), (long) post.attempt(), post.sinceEpochNs(),
                        posting.buyer(), posting.campaign(), posting.lead().publisher(),
                        posting.lead().publisherLeadId(), posting.lead().offer(), posting.lead().currency(),
                        posting.priceMicros(), posting.payoutMicros()});
                }
            }
        }
        return count;
    }
}
