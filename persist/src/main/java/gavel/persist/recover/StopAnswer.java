package gavel.persist.recover;

import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.StopReason;

/** Writes what a publisher is told of a lead that an unclean stop left without an end. The opening thread. */
@FunctionalInterface
public interface StopAnswer {
    /**
     * Body of the HTTP answer.
     *
     * @param posting of its last attempt.
     * @param reason  why it ended, and with that how.
     */
    byte[] answer(long leadId, PostingBody posting, StopReason reason);
}
