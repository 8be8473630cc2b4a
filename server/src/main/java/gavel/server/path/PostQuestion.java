package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Endpoint;
import gavel.persist.keys.KeyException;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.PostingBody;
import gavel.server.buyer.CallTemplate;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Offer;
import gavel.server.catalog.Publisher;
import gavel.server.catalog.Vertical;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.lead.Text;
import gavel.server.path.People.Kept;
import gavel.server.post.UnknownPosts.UnknownPost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts an unknown lead again, under the same key, to a buyer that promises that this is one sale: with the fields that
 * were kept, by the configuration of today. Confined to the status thread.
 */
final class PostQuestion implements Question {
    /** The first time again; the path has tried at once. */
    static final long AFTER_NS = TimeUnit.SECONDS.toNanos(2);
    /** As long as keys of posts are commonly remembered; ours of publishers are too. */
    static final long FOR_NS = TimeUnit.HOURS.toNanos(24);
    private static final Found FOUND = new Found(FoundBy.ANSWER, "posted again under the same key");

    private final String buyer;
    private final Endpoint endpoint;
    private final Catalog catalog;
    private final People people;
    private final StatusPort port;
    private final byte[] scratch = new byte[CallTemplate.REQUEST_MAX_BYTES];

    PostQuestion(final BuyerConfig buyer, final Catalog catalog, final People people, final StatusPort port) {
        this.buyer = buyer.id();
        this.endpoint = timed(buyer.post(), catalog.config().server().post().timeoutNs());
        this.catalog = catalog;
        this.people = people;
        this.port = port;
    }

    /** With the time that it has where it does not say so itself. */
    private static Endpoint timed(final Endpoint post, final long timeoutNs) {
        return new Endpoint(post.url(), post.method(), post.headers(), post.format(), post.body(),
                post.timeoutNs() == 0 ? timeoutNs : post.timeoutNs(), true, post.answer());
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public long afterNs() {
        return AFTER_NS;
    }

    @Override
    public long forNs() {
        return FOR_NS;
    }

    @Override
    public boolean needsOk() {
        return false;
    }

    @Override
    public Found found() {
        return FOUND;
    }

    @Override
    public String place() {
        return "the post URL";
    }

    @Override
    public CompletableFuture<StatusPort.Reply> ask(final UnknownPost post, final PostingBody posting) {
        final Lead lead = new Lead(1);
        try {
            fill(lead, post, posting);
            final byte[] body = new CallTemplate(endpoint, lead.offer().vertical(), scratch)
                    .body(lead, lead.candidate(0));
            return port.ask(endpoint, endpoint.url().target(), body);
        } finally {
            lead.clear();
        }
    }

    private void fill(final Lead lead, final UnknownPost post, final PostingBody posting) {
        lead.begin(post.leadId(), catalog, null, 0, 0);
        final Offer offer = offer(posting.lead().offer());
        final Publisher publisher = publisher(posting.lead().publisher());
        final Campaign campaign = campaign(posting.campaign());
        if (offer == null || publisher == null || campaign == null) {
            throw new UnaskableException("its offer, publisher or campaign is not configured any more");
        }
        lead.offer(offer);
        lead.publisher(publisher);
        put(lead.publisherLeadId(), posting.lead().publisherLeadId());
        for (int i = 0; i < post.attempt(); i++) {
            lead.beginAttempt();
        }
        lead.addCandidate(campaign);
        final Candidate candidate = lead.candidate(0);
        candidate.onAnswered(PingStatus.BID, posting.priceMicros(), 0);
        candidate.callEndsNs(endpoint.timeoutNs());
        put(candidate.reference(), posting.pingReference());
        lead.winner(candidate);
        fields(post, posting).forEach((name, value) -> put(lead.values(), offer.vertical(), name, value));
    }

    private Map<String, String> fields(final UnknownPost post, final PostingBody posting) {
        if (!people.isKeeping() || posting.lead().keyId() == 0) {
            throw new UnaskableException("its fields were not kept, as there is no personal.key, or was none");
        }
        try {
            return people.fields(new Kept(post.leadId(), posting.lead().vertical(), posting.lead().keyId(),
                    posting.lead().personal()));
        } catch (final KeyException e) {
            throw new UnaskableException("its fields can't be read: " + e.code());
        } catch (final IOException e) {
            throw new UnaskableException("its key can't be read: " + e.getMessage());
        }
    }

    private static void put(final Text text, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text.set(bytes, 0, bytes.length);
    }

    /** A field that the vertical no longer has is in no template either. */
    private static void put(final FieldValues values, final Vertical vertical, final String name, final String value) {
        final int field = vertical.config().fieldIndex(name);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (field >= 0 && values.put(field, vertical.check(field), bytes, 0, bytes.length) < 0) {
            throw new UnaskableException("the field " + name + " has another type now");
        }
    }

    private Offer offer(final String id) {
        final byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return catalog.offer(bytes, 0, bytes.length);
    }

    private Publisher publisher(final String id) {
        final byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return catalog.publisher(bytes, 0, bytes.length);
    }

    private Campaign campaign(final String id) {
        return catalog.campaigns().stream().filter(campaign -> campaign.config().id().equals(id)
                && campaign.buyer().id().equals(buyer)).findFirst().orElse(null);
    }
}
