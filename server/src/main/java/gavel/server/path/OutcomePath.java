package gavel.server.path;

import gavel.persist.drain.LoopRecords;
import gavel.persist.record.Ids;
import gavel.server.catalog.Publisher;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpStatus;
import gavel.server.http.RequestHead;
import gavel.server.intake.PublisherKeys;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Answers {@code GET /v1/leads/{id}}: a lead that still runs is pending, one that has ended gets the bytes that its
 * publisher was, or would have been, answered with. One per loop; asks another loop by handing it the question.
 */
final class OutcomePath {
    private static final long FORCED_POLL_NS = 1_000_000;

    private final LoopParts parts;
    private final SharedParts shared;
    private final LeadPath[] paths;
    private final PublisherKeys keys;
    private final long waitMaxNs;

    /** Who wants to know of which lead, and in which request. */
    private record Question(HttpConnection connection, long requestNumber, String publisher, long leadId) {
    }

    /**
     * @param paths of all loops, by their number.
     */
    OutcomePath(final LoopParts parts, final SharedParts shared, final LeadPath[] paths) {
        this.parts = parts;
        this.shared = shared;
        this.paths = paths;
        this.keys = parts.stages().keys();
        this.waitMaxNs = parts.catalog().config().server().intake().deadlineNs();
    }

    /**
     * @param offset where the id begins in the request's target.
     */
    void onRequest(final HttpConnection connection, final RequestHead head, final int offset, final int length) {
        final Publisher publisher = keys.publisher(head);
        if (publisher == null) {
            parts.refusals().refuse(connection, LeadReason.NOT_AUTHENTICATED);
            return;
        }
        final long id = Ids.parse(new String(head.bytes(), offset, length, StandardCharsets.ISO_8859_1));
        final Question question =
                new Question(connection, connection.requestNumber(), publisher.config().id(), id);
        if (id < 0 || Ids.node(id) != parts.catalog().config().server().node() || Ids.loop(id) >= paths.length) {
            stored(question);
        } else {
            final LeadPath owner = paths[Ids.loop(id)];
            owner.loop().execute(() -> ask(owner, question));
        }
    }

    /** On the owner's loop: is it still running? */
    private void ask(final LeadPath owner, final Question question) {
        final Lead lead = owner.running(question.leadId);
        if (lead != null && lead.publisher().config().id().equals(question.publisher)) {
            final byte[] pending = owner.pendingAnswer(lead);
            parts.loop().execute(() -> give(question, pending));
        } else {
            final LoopRecords records = owner.records();
            await(owner, records.inserted(), parts.clock().nanoTime() + waitMaxNs, question);
        }
    }

    /** On the owner's loop: what it recorded so far can be found once it is forced. */
    private void await(final LeadPath owner, final long inserted, final long endNs, final Question question) {
        final LoopRecords records = owner.records();
        records.reap();
        if (records.inserted() - records.outstanding() >= inserted) {
            parts.loop().execute(() -> stored(question));
        } else if (parts.clock().nanoTime() - endNs > 0) {
            parts.loop().execute(() -> refuse(question, LeadReason.NO_ROOM));
        } else {
            owner.loop().schedule(() -> await(owner, inserted, endNs, question), FORCED_POLL_NS,
                    TimeUnit.NANOSECONDS);
        }
    }

    private void stored(final Question question) {
        final long id = question.leadId;
        final long location = id <= 0 ? AnswerStore.NOWHERE : shared.answers().locateLead(id);
        if (location == AnswerStore.NOWHERE) {
            refuse(question, LeadReason.NO_SUCH_LEAD);
        } else if (!shared.answers().read(location, answer -> parts.loop().execute(() -> onRead(question, answer)))) {
            refuse(question, LeadReason.TOO_MANY_READS);
        }
    }

    private void onRead(final Question question, final StoredAnswer answer) {
        if (answer == null) {
            refuse(question, LeadReason.INTERNAL);
        } else if (answer.leadId() != question.leadId || !answer.publisher().equals(question.publisher)) {
            refuse(question, LeadReason.NO_SUCH_LEAD);
        } else {
            give(question, answer.answer());
        }
    }

    private static void give(final Question question, final byte[] answer) {
        if (question.connection.isWaiting(question.requestNumber)) {
            question.connection.answer(HttpStatus.OK, HttpStatus.JSON, answer, answer.length);
        }
    }

    private void refuse(final Question question, final LeadReason reason) {
        if (question.connection.isWaiting(question.requestNumber)) {
            parts.refusals().refuse(question.connection, reason);
        }
    }
}
