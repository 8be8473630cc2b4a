package gavel.server.lead;

/** An exchange with a buyer that is under way; turns the arrow from the lead to the buyer's connection. */
public interface Call {
    /**
     * The lead no longer waits for it: an answer that still comes is counted as late.
     *
     * @return whether a byte of the request may have left; if not, none will.
     */
    boolean abandon();

    /** The lead needs no answer any more, though there was time for one: an answer that still comes is not late. */
    void release();
}
