package gavel.server.admin;

import gavel.server.lead.LeadReason;

import java.util.Map;

/** Says whether the server takes leads, for {@code /readyz}. Any thread. */
final class Readiness implements Page {
    private final AdminParts parts;

    Readiness(final AdminParts parts) {
        this.parts = parts;
    }

    /** NONE, or why no lead is taken. */
    LeadReason reason() {
        return parts.settle().isBreached() ? LeadReason.BOOKS_BROKEN : parts.shared().door().closed();
    }

    @Override
    public Reply reply(final Query query) {
        final LeadReason reason = reason();
        if (reason == LeadReason.NONE) {
            return Reply.json(Reply.OK, Map.of("ready", true));
        }
        return Reply.json(Reply.UNAVAILABLE, JsonBody.object("ready", false, "code", reason.code(), "reason",
                reason.sentence()));
    }
}
