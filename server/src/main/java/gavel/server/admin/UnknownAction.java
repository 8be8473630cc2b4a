package gavel.server.admin;

import gavel.persist.drain.ControlFullException;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.persist.record.PostOutcome;
import gavel.server.lead.Money;
import gavel.server.path.UnknownPath;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ends an unknown post with what a person has learned from its buyer, for POST to {@code /unknown}. Called by the
 * threads of the operators' port; answers when it is forced.
 */
final class UnknownAction implements Action {
    private static final List<String> MEMBERS = List.of("lead_id", "outcome", "reference", "note");
    /** What may become of an unknown post. */
    static final List<PostOutcome> OUTCOMES =
            List.of(PostOutcome.SOLD, PostOutcome.REJECTED, PostOutcome.NOT_SENT);
    private static final String LOOK = "look with `gavel unknown list`";

    private final UnknownPath unknown;

    UnknownAction(final UnknownPath unknown) {
        this.unknown = unknown;
    }

    @Override
    public Reply reply(final Map<String, Object> members) {
        final Members texts = new Members(members, MEMBERS);
        final String printedId = texts.text("lead_id");
        final long leadId = Ids.parse(printedId);
        if (leadId < 0) {
            throw Members.bad("lead_id: " + printedId + " is no lead's id; it has " + Ids.PRINTED_LENGTH
                    + " characters, as in an answer");
        }
        final PostOutcome outcome = outcome(texts.text("outcome"));
        final String note = texts.text("note");
        if (note.isBlank()) {
            throw Members.bad("note: say who found it out, and how; it is kept in the books");
        }
        final UnknownPath.Ended ended = end(leadId, printedId,
                new UnknownPath.Finding(outcome, texts.text("reference"), new Found(FoundBy.PERSON, note)));
        return Reply.json(Reply.OK, described(printedId, outcome, ended.posting(), Forced.await(ended.forced(), LOOK)));
    }

    private UnknownPath.Ended end(final long leadId, final String printedId, final UnknownPath.Finding finding) {
        try {
            final UnknownPath.Ended ended = unknown.end(leadId, finding);
            if (ended == null) {
                throw new AdminException(Reply.NOT_FOUND, "lead " + printedId + " has no post whose outcome is "
                        + "unknown; `gavel unknown list` shows those there are");
            }
            return ended;
        } catch (final ControlFullException e) {
            throw new AdminException(Reply.UNAVAILABLE, "nothing is recorded now: " + e.getMessage());
        }
    }

    private static Map<String, Object> described(final String leadId, final PostOutcome outcome,
                                                 final PostingBody posting, final long sequence) {
        final LeadBlock lead = posting.lead();
        final boolean isSold = outcome == PostOutcome.SOLD;
        return JsonBody.object("lead_id", leadId, "outcome", name(outcome), "buyer", posting.buyer(),
                "campaign", posting.campaign(), "currency", lead.currency(),
                "price", isSold ? Money.text(posting.priceMicros()) : null,
                "payout", isSold ? Money.text(posting.payoutMicros()) : null,
                "credited_publisher", isSold ? lead.clickId() == 0 ? lead.publisher() : lead.clickPublisher() : null,
                "journal_sequence", sequence);
    }

    private static PostOutcome outcome(final String name) {
        for (final PostOutcome outcome : OUTCOMES) {
            if (name(outcome).equals(name)) {
                return outcome;
            }
        }
        throw Members.bad("outcome: " + (name.isEmpty() ? "say what the buyer did" : "there is no " + name)
                + "; it is one of " + String.join(", ", OUTCOMES.stream().map(UnknownAction::name).toList()));
    }

    private static String name(final PostOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
