package gavel.server.path;

import gavel.config.BuyerConfig.Endpoint;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.PostingBody;
import gavel.server.post.UnknownPosts.UnknownPost;

import java.util.concurrent.CompletableFuture;

/** One way to ask a buyer what became of an unknown post. Confined to the status thread; waits for nobody. */
interface Question {
    /** Where its answers come from, with the rules by which they are read. */
    Endpoint endpoint();

    /** How long after a post became unknown it is asked first. */
    long afterNs();

    /** How long after that it is not asked any more. */
    long forNs();

    /** Whether an answer counts by an HTTP status of 2xx only. */
    boolean needsOk();

    /** How a record says that the answer was found. */
    Found found();

    /** Where it is asked, for people. */
    String place();

    /**
     * Asks.
     *
     * @throws UnaskableException there is no asking of this post; says why.
     */
    CompletableFuture<StatusPort.Reply> ask(UnknownPost post, PostingBody posting);
}
