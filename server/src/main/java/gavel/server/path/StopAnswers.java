package gavel.server.path;

import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.persist.record.StopReason;
import gavel.persist.recover.StopAnswer;
import gavel.server.lead.LeadReason;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The answer of a lead that was posted and had no end when the process ended. Stateless; any thread. */
public final class StopAnswers implements StopAnswer {
    @Override
    public byte[] answer(final long leadId, final PostingBody posting, final StopReason reason) {
        return ("{\"status\":\"" + reason.outcome().name().toLowerCase(Locale.ROOT)
                + "\",\"lead_id\":\"" + Ids.print(leadId)
                + "\",\"price\":null,\"payout\":null,\"currency\":\"" + posting.lead().currency()
                + "\",\"redirect_url\":null,\"reason\":{\"code\":" + reason.code() + ",\"text\":\""
                + LeadReason.ofCode(reason.code()).sentence() + "\"},\"timing_us\":{}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
