package gavel.server.admin;

import gavel.persist.record.Ids;
import gavel.server.path.People;
import gavel.server.path.People.Kept;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Forgets the fields of one lead, or of all leads of a person, for POST to {@code /person}. Called by the threads of
 * the operators' port; answers when it is forced.
 */
final class PersonAction implements Action {
    private static final List<String> MEMBERS = List.of("lead_id", "vertical", "field", "value");

    private final People people;

    PersonAction(final People people) {
        this.people = people;
    }

    @Override
    public Reply reply(final Map<String, Object> members) {
        final Members texts = new Members(members, MEMBERS);
        final String leadId = texts.text("lead_id");
        if (leadId.isEmpty() == texts.text("vertical").isEmpty()) {
            throw Members.bad("either lead_id is wanted, or vertical, field and value");
        }
        final List<Kept> found = leadId.isEmpty() ? ofPerson(texts) : List.of(kept(people, leadId));
        final List<String> erased = new ArrayList<>();
        for (final Kept kept : found) {
            try {
                if (kept.keyId() != 0 && people.erase(kept)) {
                    erased.add(Ids.print(kept.leadId()));
                }
            } catch (final IOException e) {
                throw new AdminException(Reply.UNAVAILABLE, "lead " + Ids.print(kept.leadId()) + ": nobody knows "
                        + "whether its fields are gone (" + e.getMessage() + "); erased so far: " + erased
                        + ". Restart the server, and ask again");
            }
        }
        return Reply.json(Reply.OK, JsonBody.object("leads", found.size(), "erased", erased));
    }

    private List<Kept> ofPerson(final Members texts) {
        requireKeeping(people);
        try {
            return people.ofPerson(texts.text("vertical"), texts.text("field"), texts.text("value"));
        } catch (final IllegalArgumentException e) {
            throw Members.bad(e.getMessage());
        }
    }

    /** What is kept of a lead, or why nothing is. */
    static Kept kept(final People people, final String printedId) {
        requireKeeping(people);
        final long leadId = Ids.parse(printedId);
        if (leadId < 0) {
            throw Members.bad("lead_id: " + printedId + " is no lead's id; it has " + Ids.PRINTED_LENGTH
                    + " characters, as in an answer");
        }
        final Kept kept = people.ofLead(leadId);
        if (kept == null || kept.keyId() == 0) {
            throw new AdminException(Reply.NOT_FOUND, kept == null ? "lead " + printedId + " was never posted to a "
                    + "buyer, and the fields of such leads are not kept" : "lead " + printedId + " was posted when no "
                    + "personal.key was configured, and its fields were not kept");
        }
        return kept;
    }

    private static void requireKeeping(final People people) {
        if (!people.isKeeping()) {
            throw new AdminException(Reply.CONFLICT, "no personal.key is configured, so no fields are kept, and those "
                    + "that were can't be read or erased");
        }
    }
}
