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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends an unknown post with what a person has learned from its buyer, for POST to {@code /unknown}. Called by the
 * threads of the operators' port; answers when it is forced.
 */
final class UnknownAction implements Action {
    private static final List<String> MEMBERS = List.of("lead_id", "outcome", "reference", "note");
    private static final List<PostOutcome> OUTCOMES =
            List.of(PostOutcome.SOLD, PostOutcome.REJECTED, PostOutcome.NOT_SENT);
    private static final int TEXT_MAX_BYTES = 255;
    private static final long FORCE_MAX_S = 10;

    private final UnknownPath unknown;

    UnknownAction(final UnknownPath unknown) {
        this.unknown = unknown;
    }

    @Override
    public Reply reply(final Map<String, Object> members) {
        for (final String name : members.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw bad("no member " + name + " here; there are " + String.join(", ", MEMBERS));
            }
        }
        final String printedId = text(members, "lead_id");
        final long leadId = Ids.parse(printedId);
        if (leadId < 0) {
            throw bad("lead_id: " + printedId + " is no lead's id; it has " + Ids.PRINTED_LENGTH
                    + " characters, as in an answer");
        }
        final PostOutcome outcome = outcome(text(members, "outcome"));
        final String note = text(members, "note");
        if (note.isBlank()) {
            throw bad("note: say who found it out, and how; it is kept in the books");
        }
        final UnknownPath.Ended ended = end(leadId, printedId,
                new UnknownPath.Finding(outcome, text(members, "reference"), new Found(FoundBy.PERSON, note)));
        return Reply.json(Reply.OK, described(printedId, outcome, ended.posting(), await(ended)));
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

    private static long await(final UnknownPath.Ended ended) {
        try {
            return ended.forced().get(FORCE_MAX_S, TimeUnit.SECONDS);
        } catch (final TimeoutException | ExecutionException e) {
            throw new AdminException(Reply.UNAVAILABLE, "the journal is not forced, so it may or may not be recorded: "
                    + "look with `gavel unknown list`");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException(Reply.UNAVAILABLE, "the server stops: look with `gavel unknown list`");
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
        throw bad("outcome: " + (name.isEmpty() ? "say what the buyer did" : "there is no " + name) + "; it is one of "
                + String.join(", ", OUTCOMES.stream().map(UnknownAction::name).toList()));
    }

    private static String name(final PostOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String text(final Map<String, Object> members, final String name) {
        final Object value = members.get(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw bad(name + ": a text is wanted, not " + value);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > TEXT_MAX_BYTES) {
            throw bad(name + ": at most " + TEXT_MAX_BYTES + " bytes of UTF-8");
        }
        return text;
    }

    private static AdminException bad(final String message) {
        return new AdminException(Reply.BAD_REQUEST, message);
    }
}
