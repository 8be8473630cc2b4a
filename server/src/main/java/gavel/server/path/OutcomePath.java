package gavel.server.path;

import gavel.persist.record.Ids;
import gavel.server.catalog.Publisher;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpStatus;
import gavel.server.http.RequestHead;
import gavel.server.intake.PublisherKeys;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;

import java.nio.charset.StandardCharsets;

/**
 * Answers {@code GET /v1/leads/{id}}: a lead that still runs is pending, one that has ended gets the bytes that its
 * publisher was, or would have been, answered with. One per loop; asks another loop by handing it the question.
 */
final class OutcomePath {
    private final LoopParts parts;
    private final SharedParts shared;
    private final LeadPath[] paths;
    private final PublisherKeys keys;

    /**
     * @param paths of all loops, by their number.
     */
    OutcomePath(final LoopParts parts, final SharedParts shared, final LeadPath[] paths) {
        this.parts = parts;
        this.shared = shared;
        this.paths = paths;
        this.keys = parts.stages().keys();
    }

    /**
     * @param offset where the id begins in the request's target.
     */
    void onRequest(final HttpConnection connection, final RequestHead head, final int offset, final int length) {
        final Publisher publisher = keys.publisher(head);
        if (publisher == null) {
            refuse(connection, connection.requestNumber(), LeadReason.NOT_AUTHENTICATED);
            return;
        }
        final long id = Ids.parse(new String(head.bytes(), offset, length, StandardCharsets.ISO_8859_1));
        final long number = connection.requestNumber();
        if (id < 0 || Ids.node(id) != parts.catalog().config().server().node()
                || Ids.loop(id) >= paths.length) {
            stored(connection, number, publisher, id);
            return;
        }
        final LeadPath owner = paths[Ids.loop(id)];
        owner.loop().execute(() -> {
            final Lead lead = owner.running(id);
            final boolean mine = lead != null && lead.publisher().config().id().equals(publisher.config().id());
            if (mine) {
                final byte[] pending = owner.pendingAnswer(lead);
                parts.loop().execute(() -> give(connection, number, pending));
            } else {
                owner.whenForced(() -> parts.loop().execute(() -> stored(connection, number, publisher, id)));
            }
        });
    }

    private void stored(final HttpConnection connection, final long number, final Publisher publisher,
                        final long id) {
        final long location = id <= 0 ? AnswerStore.NOWHERE : shared.answers().locateLead(id);
        if (location == AnswerStore.NOWHERE) {
            refuse(connection, number, LeadReason.NO_SUCH_LEAD);
            return;
        }
        final boolean asked = shared.answers().read(location, answer -> parts.loop().execute(() -> {
            if (answer == null) {
                refuse(connection, number, LeadReason.INTERNAL);
            } else if (answer.leadId() != id || !answer.publisher().equals(publisher.config().id())) {
                refuse(connection, number, LeadReason.NO_SUCH_LEAD);
            } else {
                give(connection, number, answer.answer());
            }
        }));
        if (!asked) {
            refuse(connection, number, LeadReason.TOO_MANY_READS);
        }
    }

    private static void give(final HttpConnection connection, final long number, final byte[] answer) {
        if (connection.isWaiting(number)) {
            connection.answer(HttpStatus.OK, HttpStatus.JSON, answer, answer.length);
        }
    }

    private void refuse(final HttpConnection connection, final long number, final LeadReason reason) {
        if (connection.isWaiting(number)) {
            parts.refusals().refuse(connection, reason);
        }
    }
}
