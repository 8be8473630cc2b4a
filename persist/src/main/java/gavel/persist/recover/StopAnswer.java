package gavel.persist.recover;

import gavel.persist.record.Bodies.PostingBody;

/** Writes what a publisher is told of a lead that an unclean stop left unknown. The opening thread. */
@FunctionalInterface
public interface UnknownAnswer {
    /** No answer is stored. */
    UnknownAnswer NONE = (leadId, posting) -> new byte[0];

    /** Body of the HTTP answer. */
    byte[] answer(long leadId, PostingBody posting);
}
