package gavel.server.path;

import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.persist.recover.UnknownAnswer;
import gavel.server.lead.LeadReason;

import java.nio.charset.StandardCharsets;

/** The answer of a lead whose post had no outcome when the process ended. Stateless; any thread. */
public final class UnknownAnswers implements UnknownAnswer {
    @Override
    public byte[] answer(final long leadId, final PostingBody posting) {
        return ("{\"status\":\"unknown\",\"lead_id\":\"" + Ids.print(leadId)
                + "\",\"price\":null,\"payout\":null,\"currency\":\"" + posting.lead().currency()
                + "\",\"redirect_url\":null,\"reason\":{\"code\":" + LeadReason.POST_UNKNOWN.code() + ",\"text\":\""
                + LeadReason.POST_UNKNOWN.sentence() + "\"},\"timing_us\":{}}").getBytes(StandardCharsets.UTF_8);
    }
}
