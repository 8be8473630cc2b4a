package gavel.persist.recover;

import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.journal.JournalWriter;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.persist.record.StopReason;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Appends what an unclean stop kept out of the journal: first the records of the hot maps, then the outcome UNKNOWN of
 * every post that has none, and the end of every lead that was posted and has none. Confined to the opening thread.
 * Identities make it repeatable: a stop in the middle of it does no harm.
 */
final class Recovery {
    private final JournalWriter writer;
    private final List<JournalVisitor> visitors;
    private final StopAnswer answers;
    private final long epochNs;
    private int appended;

    Recovery(final JournalWriter writer, final List<JournalVisitor> visitors, final StopAnswer answers,
             final long epochNs) {
        this.writer = writer;
        this.visitors = visitors;
        this.answers = answers;
        this.epochNs = epochNs;
    }

    void appendMissing(final List<HotRecord> missing) throws IOException {
        for (final HotRecord record : missing) {
            append(record.buffer(), record.buffer().capacity());
        }
        force();
    }

    void appendEnds(final Map<Long, JournalScan.OpenLead> leads, final JournalReader reader) throws IOException {
        final RecordDecoder decoder = new RecordDecoder();
        final RecordEncoder encoder = new RecordEncoder(RecordHeader.RECORD_MAX_BYTES);
        for (final Map.Entry<Long, JournalScan.OpenLead> entry : leads.entrySet()) {
            final long id = entry.getKey();
            final JournalScan.OpenLead lead = entry.getValue();
            for (final Map.Entry<Integer, Long> posting : lead.locationByAttempt().entrySet()) {
                reader.readAt(posting.getValue(), decoder);
                final PostingBody body = BodyReader.posting(decoder);
                encoder.begin(RecordKind.POST_ENDED, id, posting.getKey(), decoder.configVersion(),
                        Math.max(epochNs, decoder.epochNs()));
                BodyWriter.postEnded(encoder, new PostEndedBody(body.campaign(), body.buyer(),
                        PostOutcome.UNKNOWN.code(), StopReason.POST_UNKNOWN.code(), 0, 0, ""));
                append(encoder.buffer(), encoder.end());
            }
            if (!lead.isEnded()) {
                reader.readAt(lead.lastPosting(), decoder);
                final PostingBody body = BodyReader.posting(decoder);
                encoder.begin(RecordKind.LEAD_ENDED, id, 0, decoder.configVersion(),
                        Math.max(epochNs, decoder.epochNs()));
                BodyWriter.leadEnded(encoder, new LeadEndedBody(body.lead().withoutPersonal(), lead.reason().outcome(),
                        lead.reason().code(), List.of(), new int[0], answers.answer(id, body, lead.reason())));
                append(encoder.buffer(), encoder.end());
            }
        }
        force();
    }

    private void append(final DirectBuffer buffer, final int length) throws IOException {
        if (!writer.fits(length)) {
            force();
        }
        writer.append(buffer, 0, length);
        appended++;
    }

    private void force() throws IOException {
        if (writer.force() > 0) {
            for (final JournalVisitor visitor : visitors) {
                writer.visitForced(visitor);
            }
        }
    }

    int appended() {
        return appended;
    }
}
