package gavel.server.buyer;

import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;

/** Who is told how calls to buyers end; turns the arrow to the path. Called on the lead's loop. */
public interface CallListener {
    /** The buyer answered a ping with a 2xx status; the answer is good until this returns. */
    void onPingAnswer(Lead lead, Candidate candidate, BuyerAnswer answer, long nowNs);

    /** A ping ended without an answer that can be read. */
    void onPingFailed(Lead lead, Candidate candidate, PingStatus status, long nowNs);

    /** The buyer answered a post; the answer is good until this returns. */
    void onPostAnswer(Lead lead, Candidate candidate, BuyerAnswer answer, long nowNs);

    /**
     * A post ended without an answer that can be read.
     *
     * @param sent whether a byte of it may have left.
     */
    void onPostFailed(Lead lead, Candidate candidate, boolean sent, long nowNs);

    /** Something was thrown on a connection that neither the buyer nor the network can have caused. */
    void onMistake(Throwable mistake);
}
