package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.StatusQuery;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.server.post.UnknownPosts.UnknownPost;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks a buyer's status URL. Confined to the status thread. */
final class StatusQuestion implements Question {
    private static final Found FOUND = new Found(FoundBy.STATUS, "");

    private final StatusQuery query;
    private final StatusPort port;

    StatusQuestion(final StatusQuery query, final StatusPort port) {
        this.query = query;
        this.port = port;
    }

    @Override
    public Endpoint endpoint() {
        return query.endpoint();
    }

    @Override
    public long afterNs() {
        return query.afterNs();
    }

    @Override
    public long forNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean needsOk() {
        return true;
    }

    @Override
    public Found found() {
        return FOUND;
    }

    @Override
    public String place() {
        return "the status URL";
    }

    @Override
    public CompletableFuture<StatusPort.Reply> ask(final UnknownPost post, final PostingBody posting) {
        return port.ask(query.endpoint(), query.endpoint().url().target()
                .replace(BuyerConfig.LEAD_ID, Ids.print(post.leadId()))
                .replace(BuyerConfig.POST_KEY, Ids.print(post.leadId()) + "-" + post.attempt())
                .replace(BuyerConfig.PUBLISHER_LEAD_ID, URLEncoder.encode(posting.lead().publisherLeadId(),
                        StandardCharsets.UTF_8).replace("+", "%20")), new byte[0]);
    }
}
