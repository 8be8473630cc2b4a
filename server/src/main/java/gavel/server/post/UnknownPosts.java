package gavel.server.post;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Posts whose outcome nobody knows: the buyer may have the lead, and somebody has to find out. Written from the journal
 * by the drain's thread (and by the start, before it); read by any thread. Memory for each lead that is being posted
 * and for each unknown one.
 */
public final class UnknownPosts implements JournalVisitor {
    private final Long2ObjectHashMap<Open> openByLead = new Long2ObjectHashMap<>();
    /** Leads whose end came before that of a post: a damaged record was replaced later. */
    private final LongHashSet endedWithOpen = new LongHashSet();
    /** Whose lead has no end yet: what is found out must not be recorded before that. */
    private final Long2ObjectHashMap<UnknownPost> endingByLead = new Long2ObjectHashMap<>();
    private final ConcurrentSkipListMap<Long, UnknownPost> postByLead = new ConcurrentSkipListMap<>();
    private final RecordDecoder decoder = new RecordDecoder();

    /** A post without an end, and an earlier one of its lead that has none either, which only damage leaves. */
    private record Open(long posting, int attempt, Open earlier) {
        Open without(final int ended) {
            return attempt == ended ? earlier
                    : new Open(posting, attempt, earlier == null ? null : earlier.without(ended));
        }

        Open of(final int wanted) {
            return attempt == wanted ? this : earlier == null ? null : earlier.of(wanted);
        }
    }

    /**
     * One of them.
     *
     * @param buyer        who may have the lead.
     * @param posting      where in the journal its POSTING stands.
     * @param sinceEpochNs when its outcome was given up.
     */
    public record UnknownPost(long leadId, int attempt, String buyer, long posting, long sinceEpochNs) {
    }

    /** How many. */
    public int count() {
        return postByLead.size();
    }

    /** That of a lead, or null. */
    public UnknownPost of(final long leadId) {
        return postByLead.get(leadId);
    }

    /** All of them, the oldest lead first. */
    public List<UnknownPost> all() {
        return List.copyOf(postByLead.values());
    }

    /** How long the oldest lead among them has been unknown, in nanoseconds; 0 without any. */
    public long oldestNs(final long epochNs) {
        final Map.Entry<Long, UnknownPost> oldest = postByLead.firstEntry();
        return oldest == null ? 0 : Math.max(0, epochNs - oldest.getValue().sinceEpochNs());
    }

    /** A record was forced, or is read at the start. */
    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        final int kind = RecordHeader.kindCode(buffer, offset);
        final long leadId = RecordHeader.id(buffer, offset);
        if (kind == RecordKind.POSTING.code()) {
            openByLead.put(leadId, new Open(location, RecordHeader.attempt(buffer, offset), openByLead.get(leadId)));
        } else if (kind == RecordKind.SALE.code() || kind == RecordKind.NO_SALE.code()) {
            openByLead.remove(leadId);
            endedWithOpen.remove(leadId);
            endingByLead.remove(leadId);
            if (!postByLead.isEmpty()) {
                postByLead.remove(leadId);
            }
        } else if (kind == RecordKind.POST_ENDED.code()) {
            onPostEnded(leadId, decoder.wrap(buffer, offset));
        } else if (kind == RecordKind.LEAD_ENDED.code()) {
            onLeadEnded(leadId);
        }
    }

    private void onPostEnded(final long leadId, final RecordDecoder record) {
        final Open last = openByLead.get(leadId);
        final Open open = last == null ? null : last.of(record.attempt());
        if (open == null) {
            return;
        }
        final Open rest = last.without(record.attempt());
        if (rest == null) {
            openByLead.remove(leadId);
        } else {
            openByLead.put(leadId, rest);
        }
        final PostEndedBody ended = BodyReader.postEnded(record);
        if (ended.status() == PostOutcome.UNKNOWN.code()) {
            final UnknownPost post =
                    new UnknownPost(leadId, record.attempt(), ended.buyer(), open.posting, record.epochNs());
            if (endedWithOpen.contains(leadId)) {
                postByLead.put(leadId, post);
            } else {
                endingByLead.put(leadId, post);
            }
        }
        if (rest == null) {
            endedWithOpen.remove(leadId);
        }
    }

    private void onLeadEnded(final long leadId) {
        final UnknownPost post = endingByLead.remove(leadId);
        if (post != null) {
            postByLead.put(leadId, post);
        }
        if (openByLead.containsKey(leadId)) {
            endedWithOpen.add(leadId);
        }
    }
}
