package gavel.server.path;

import gavel.persist.drain.ControlRecords;
import gavel.persist.journal.JournalReader;
import gavel.persist.record.Bodies;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.LeadReason;
import gavel.server.post.UnknownPosts;
import gavel.server.post.UnknownPosts.UnknownPost;
import gavel.server.sale.SaleWriter;
import org.agrona.concurrent.EpochNanoClock;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/**
 * Ends unknown posts with what was found out about them: as a sale, at the price and payout of the post, or as none.
 * Any thread but a loop or the drain's, since it reads the journal. One record says it all, and a lead gets one at
 * most: who comes second is told that the post is not unknown.
 */
public final class UnknownPath {
    private static final int RECORD_MAX_BYTES = 2 * SaleWriter.RECORD_MAX_BYTES;

    private final UnknownPosts unknown;
    private final Supplier<JournalReader> journal;
    private final ControlRecords records;
    private final EpochNanoClock clock;
    private final Set<Long> ending = ConcurrentHashMap.newKeySet();
    private final AtomicLongArray counts =
            new AtomicLongArray(PostOutcome.values().length * FoundBy.values().length);

    /**
     * What was found out.
     *
     * @param outcome   SOLD, REJECTED or NOT_SENT.
     * @param reference the buyer's own id of the sale, or why it rejected; may be empty.
     */
    public record Finding(PostOutcome outcome, String reference, Found found) {
    }

    /**
     * An end that is being recorded.
     *
     * @param forced completes with the record's sequence when it can't be lost any more.
     */
    public record Ended(PostingBody posting, CompletableFuture<Long> forced) {
    }

    /**
     * @param journal opens a reader, which is closed again.
     */
    public UnknownPath(final UnknownPosts unknown, final Supplier<JournalReader> journal, final ControlRecords records,
                       final EpochNanoClock clock) {
        this.unknown = unknown;
        this.journal = journal;
        this.records = records;
        this.clock = clock;
    }

    /** The posts that it may end. */
    public UnknownPosts posts() {
        return unknown;
    }

    /**
     * Ends the unknown post of a lead.
     *
     * @return null when the lead has none, or somebody else is ending it.
     * @throws gavel.persist.drain.ControlFullException nothing is recorded now; try again.
     */
    public Ended end(final long leadId, final Finding finding) {
        if (!ending.add(leadId)) {
            return null;
        }
        Ended ended = null;
        try {
            final UnknownPost post = unknown.of(leadId);
            ended = post == null ? null : record(post, finding);
        } finally {
            if (ended == null) {
                ending.remove(leadId);
            }
        }
        if (ended != null) {
            ended.forced.whenComplete((sequence, error) -> {
                ending.remove(leadId);
                if (error == null) {
                    counts.incrementAndGet(place(finding.outcome, finding.found.by()));
                }
            });
        }
        return ended;
    }

    /** How many were ended so since the start. */
    public long count(final PostOutcome outcome, final FoundBy by) {
        return counts.get(place(outcome, by));
    }

    private static int place(final PostOutcome outcome, final FoundBy by) {
        return outcome.ordinal() * FoundBy.values().length + by.ordinal();
    }

    /** What an unknown post says. */
    public PostingBody posting(final UnknownPost post) {
        return posting(post, new RecordDecoder());
    }

    private PostingBody posting(final UnknownPost post, final RecordDecoder decoder) {
        try (JournalReader reader = journal.get()) {
            reader.readAt(post.posting(), decoder);
            return BodyReader.posting(decoder);
        }
    }

    private Ended record(final UnknownPost post, final Finding finding) {
        final RecordDecoder decoder = new RecordDecoder();
        final PostingBody posting = posting(post, decoder);
        final boolean isSale = finding.outcome == PostOutcome.SOLD;
        final RecordEncoder encoder = new RecordEncoder(RECORD_MAX_BYTES);
        encoder.begin(isSale ? RecordKind.SALE : RecordKind.NO_SALE, post.leadId(), post.attempt(),
                decoder.configVersion(), clock.nanoTime());
        if (isSale) {
            BodyWriter.sale(encoder, sale(post.leadId(), posting, finding));
        } else {
            BodyWriter.noSale(encoder, noSale(post.leadId(), posting, finding));
        }
        return new Ended(posting, records.submit(encoder, encoder.end()));
    }

    private static Bodies.SaleBody sale(final long leadId, final PostingBody posting, final Finding finding) {
        final LeadBlock lead = posting.lead().withoutPersonal();
        final boolean isByClick = lead.clickId() != 0;
        return new Bodies.SaleBody(lead, posting.campaign(), posting.buyer(), posting.priceMicros(),
                posting.payoutMicros(), PayoutKind.FIXED, posting.payoutMicros(),
                isByClick ? lead.clickPublisher() : lead.publisher(), isByClick ? CreditedBy.CLICK : CreditedBy.LEAD,
                finding.reference, 0, new int[0], List.of(), AnswerWriter.ofRecord(leadId, "sold", posting, null),
                finding.found);
    }

    private static Bodies.NoSaleBody noSale(final long leadId, final PostingBody posting, final Finding finding) {
        final LeadReason reason =
                finding.outcome == PostOutcome.NOT_SENT ? LeadReason.NOT_SENT : LeadReason.POST_REJECTED;
        final Bodies.Post post = new Bodies.Post(posting.lead().withoutPersonal(), posting.campaign(), posting.buyer(),
                posting.priceMicros(), posting.payoutMicros());
        return new Bodies.NoSaleBody(post, finding.outcome.code(), reason.code(), finding.reference, finding.found,
                AnswerWriter.ofRecord(leadId, "unsold", posting, reason));
    }
}
