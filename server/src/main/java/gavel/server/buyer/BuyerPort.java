package gavel.server.buyer;

import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;

/**
 * A buyer as the path of one loop speaks to it; puts the outside world into a test's hands. Confined to that loop. What
 * follows a call is told to the loop's {@link CallListener}, never from within the call.
 */
public interface BuyerPort {
    /**
     * Asks for a price.
     *
     * @return ASKED, or why it could not be asked; the listener is told of what follows ASKED.
     */
    PingStatus ping(Lead lead, Candidate candidate, long nowNs);

    /** Sends the full lead; false when nothing was: no address, no connection or call to spare, a request too long. */
    boolean post(Lead lead, Candidate candidate, long nowNs);

    /** What this loop counts of it. */
    BuyerStats stats();

    /** Reads its answers to posts. */
    AnswerReader postReader();

    /** Closes what is idle or hangs; to be called a few times a second. */
    void sweep(long nowNs);

    /** Closes all connections. */
    void closeAll();
}
