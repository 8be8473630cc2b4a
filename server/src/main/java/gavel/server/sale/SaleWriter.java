package gavel.server.sale;

import gavel.config.OfferConfig;
import gavel.persist.record.Bodies;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.server.catalog.Campaign;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Stage;
import gavel.server.lead.Text;

/**
 * Writes the records of a lead, in the layouts of docs/RECORDS.md. One per loop, used for one record at a time;
 * allocates nothing. Decides nothing: what is written was decided before.
 */
public final class SaleWriter {
    /** Longest record of a lead, but for its fields. */
    public static final int RECORD_MAX_BYTES = 64 * 1024;

    private final RecordEncoder encoder;

    /**
     * @param fieldsMaxBytes longest encrypted fields of a lead.
     */
    public SaleWriter(final int fieldsMaxBytes) {
        this.encoder = new RecordEncoder(RECORD_MAX_BYTES + fieldsMaxBytes);
    }

    /** Where the last record stands. */
    public RecordEncoder encoder() {
        return encoder;
    }

    /** The intent to post to the lead's winner; returns the record's length. */
    public int posting(final Lead lead, final long epochNs) {
        encoder.begin(RecordKind.POSTING, lead.id(), lead.attempt(), lead.catalog().version(), epochNs);
        lead(lead, lead.values().sealed().length());
        party(lead.winner().campaign());
        encoder.putLong(lead.winner().bidMicros()).putLong(lead.winner().payoutMicros());
        bids(lead);
        text(lead.winner().reference());
        return encoder.end();
    }

    /** An attempt that was no sale; returns the record's length. */
    public int postEnded(final Lead lead, final PostStatus status, final int elapsedUs, final long epochNs) {
        encoder.begin(RecordKind.POST_ENDED, lead.id(), lead.attempt(), lead.catalog().version(), epochNs);
        party(lead.winner().campaign());
        encoder.putByte(status.code()).putShort(lead.reason().code()).putInt(elapsedUs)
                .putShort(lead.postHttpStatus());
        text(lead.buyerText());
        return encoder.end();
    }

    /** A sale, with the answer that its publisher gets; returns the record's length. */
    public int sale(final Lead lead, final int elapsedUs, final byte[] answer, final int answerLength,
                    final long epochNs) {
        encoder.begin(RecordKind.SALE, lead.id(), lead.attempt(), lead.catalog().version(), epochNs);
        lead(lead, 0);
        party(lead.winner().campaign());
        encoder.putLong(lead.winner().bidMicros()).putLong(lead.winner().payoutMicros());
        final OfferConfig.Payout payout = lead.offer().config().payout();
        encoder.putByte(kind(payout.kind()).code()).putLong(payout.value());
        credit(lead);
        text(lead.buyerText());
        encoder.putInt(elapsedUs);
        timings(lead);
        encoder.putByte(0);
        encoder.putBlob(answer, 0, answerLength);
        encoder.putByte(Bodies.FoundBy.ANSWER.code()).putByte(0);
        return encoder.end();
    }

    /** The end of a lead that was not sold, as far as is known; returns the record's length. */
    public int leadEnded(final Lead lead, final Bodies.Outcome outcome, final byte[] answer, final int answerLength,
                         final long epochNs) {
        encoder.begin(RecordKind.LEAD_ENDED, lead.id(), 0, lead.catalog().version(), epochNs);
        lead(lead, 0);
        encoder.putByte(outcome.code()).putShort(lead.reason().code());
        bids(lead);
        timings(lead);
        encoder.putBlob(answer, 0, answerLength);
        return encoder.end();
    }

    /** Its fields stand in its POSTING only: the others say under which key, for those who look for what to erase. */
    private void lead(final Lead lead, final int sealedLength) {
        final byte[] publisher = lead.publisher().idBytes();
        encoder.putText(publisher, 0, publisher.length);
        encoder.putText(lead.offer().idBytes(), 0, lead.offer().idBytes().length);
        encoder.putText(lead.offer().verticalBytes(), 0, lead.offer().verticalBytes().length);
        text(lead.publisherLeadId());
        encoder.putBytes(lead.offer().currencyBytes(), 0, 3);
        encoder.putLong(lead.clickId());
        text(lead.clickPublisher());
        for (int i = 0; i < Lead.SUBS; i++) {
            text(lead.sub(i));
        }
        encoder.putLong(lead.floorMicros()).putByte(lead.duplicateCount());
        for (int i = 0; i < lead.duplicateCount(); i++) {
            encoder.putLong(lead.duplicates()[i]);
        }
        encoder.putBytes(lead.keyHash(), 0, Lead.KEY_HASH_BYTES).putLong(lead.bodyHash());
        encoder.putInt(lead.values().sealed().keyId()).putBlob(lead.values().sealed().bytes(), 0, sealedLength);
    }

    private static Bodies.PayoutKind kind(final OfferConfig.PayoutKind configured) {
        return switch (configured) {
            case FIXED -> Bodies.PayoutKind.FIXED;
            case SHARE -> Bodies.PayoutKind.SHARE;
        };
    }

    private void credit(final Lead lead) {
        if (lead.clickId() != 0) {
            text(lead.clickPublisher());
            encoder.putByte(Bodies.CreditedBy.CLICK.code());
        } else {
            encoder.putText(lead.publisher().idBytes(), 0, lead.publisher().idBytes().length);
            encoder.putByte(Bodies.CreditedBy.LEAD.code());
        }
    }

    /** How asking each candidate ended, in the first record that knows; a bid that came after that, in the next. */
    private void bids(final Lead lead) {
        int count = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            count += isNews(lead.candidate(i)) ? 1 : 0;
        }
        encoder.putByte(count);
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (isNews(candidate)) {
                final PingStatus status = candidate.isOpen() ? PingStatus.NOT_WAITED : candidate.status();
                party(candidate.campaign());
                encoder.putByte(status.code()).putLong(candidate.bidMicros()).putInt(candidate.elapsedUs());
                candidate.recorded(status);
            }
        }
    }

    private static boolean isNews(final Candidate candidate) {
        return candidate.recorded() == null
                || candidate.recorded() == PingStatus.NOT_WAITED && candidate.status() == PingStatus.BID_LATER;
    }

    private void timings(final Lead lead) {
        encoder.putByte(Stage.COUNT);
        for (int i = 0; i < Stage.COUNT; i++) {
            encoder.putInt((int) Math.min(Integer.MAX_VALUE, lead.stageNs(i) / 1000));
        }
    }

    private void party(final Campaign campaign) {
        encoder.putBytes(campaign.partyTexts(), 0, campaign.partyTexts().length);
    }

    private void text(final Text text) {
        encoder.putText(text.bytes(), 0, text.length());
    }
}
