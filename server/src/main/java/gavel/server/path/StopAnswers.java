package gavel.server.path;

import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.StopReason;
import gavel.persist.recover.StopAnswer;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.LeadReason;

import java.util.Locale;

/** The answer of a lead that was posted and had no end when the process ended. Stateless; any thread. */
public final class StopAnswers implements StopAnswer {
    @Override
    public byte[] answer(final long leadId, final PostingBody posting, final StopReason reason) {
        return AnswerWriter.ofRecord(leadId, reason.outcome().name().toLowerCase(Locale.ROOT), posting,
                LeadReason.ofCode(reason.code()));
    }
}
