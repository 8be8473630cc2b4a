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
        final List<UnknownPost> posts = unknown.all().stream()
                .filter(post -> buyer == null || buyer.equals(post.buyer())).toList();
        if (buyer != null && posts.isEmpty()) {
            ReportRequest.requireBuyer(buyer, buyers);
        }
        read(posts.subList(0, Math.min(ROWS_MAX, posts.size())), table);
        if (posts.size() > ROWS_MAX) {
            table.note("the first " + ROWS_MAX + " of " + posts.size());
        }
        table.note("each buyer knows whether it took the lead; until that is known, nobody else gets it and nobody is "
                + "paid for it");
        return ReportRequest.reply(format, table);
    }

    @Override
    public boolean isLong() {
        return true;
    }

    private void read(final List<UnknownPost> posts, final ReportTable table) {
        final RecordDecoder record = new RecordDecoder();
        try (JournalReader reader = journal.get()) {
            for (final UnknownPost post : posts) {
                reader.readAt(post.posting(), record);
                final PostingBody posting = BodyReader.posting(record);
                table.row(new Object[] {Ids.print(post.leadId()), (long) post.attempt(), post.sinceEpochNs(),
                    posting.buyer(), posting.campaign(), posting.lead().publisher(),
                    posting.lead().publisherLeadId(), posting.lead().offer(), posting.lead().currency(),
                    posting.priceMicros(), posting.payoutMicros()});
            }
        }
    }
}
