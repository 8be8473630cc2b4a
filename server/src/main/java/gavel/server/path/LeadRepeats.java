package gavel.server.path;

import gavel.server.http.HttpConnection;
import gavel.server.intake.Claim;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Timers;

import java.util.HashMap;
import java.util.Map;

/**
 * Requests that repeat an idempotency key: they get the first one's answer, now or when it is there, or hear that it is
 * pending when their own deadline comes first. One per loop; confined to it, though claims may be completed by others.
 */
final class LeadRepeats {
    /** The first one's id stands in its answer, which is still being read. */
    private static final long UNKNOWN_ID = 0;

    private final LoopParts parts;
    private final SharedParts shared;
    private final LeadAnswers answers;
    private final Timers<Lead> timers;
    private final LeadPath path;
    private final Map<Lead, Repeat> repeatByLead = new HashMap<>();

    LeadRepeats(final LoopParts parts, final SharedParts shared, final LeadAnswers answers, final Timers<Lead> timers,
                final LeadPath path) {
        this.parts = parts;
        this.shared = shared;
        this.answers = answers;
        this.timers = timers;
        this.path = path;
    }

    /** Claims the lead's key; false when another lead had it, and the request is being seen to. */
    boolean claim(final Lead lead) {
        final long known = shared.answers().locateKey(lead.keyHash());
        if (known != AnswerStore.NOWHERE) {
            parts.counters().count(Counter.INTAKE_REPEATED);
            readStored(lead, known);
            return false;
        }
        if (shared.idempotency().find(lead.keyHash()) == null
                && !(shared.idempotency().hasRoom() && shared.answers().hasRoomForKey())) {
            refuse(lead, LeadReason.TOO_MANY_KEYS);
            return false;
        }
        final Claim claim = shared.idempotency().claim(lead);
        if (claim.leadId() != lead.id()) {
            parts.counters().count(Counter.INTAKE_REPEATED);
            follow(lead, claim);
            return false;
        }
        lead.claim(claim);
        final long location = shared.answers().locateKey(lead.keyHash());
        if (location == AnswerStore.NOWHERE) {
            return true;
        }
        parts.counters().count(Counter.INTAKE_REPEATED);
        release(lead);
        readStored(lead, location);
        return false;
    }

    /** Gives the lead's key up: it was refused, and a refusal uses no key up. */
    void release(final Lead lead) {
        if (lead.claim() != null) {
            shared.idempotency().forget(lead.keyHash());
            ((Claim) lead.claim()).complete(null);
            lead.claim(null);
        }
    }

    /** Tells all repeats that wait for the lead its answer. */
    void complete(final Lead lead) {
        if (lead.claim() != null) {
            final byte[] answer = new byte[lead.answerLength()];
            System.arraycopy(lead.answer(), 0, answer, 0, answer.length);
            ((Claim) lead.claim()).complete(answer);
        }
    }

    /** The deadline of a repeat came before the first one's answer. */
    void onDeadline(final Lead lead, final long nowNs) {
        final Repeat repeat = repeatByLead.remove(lead);
        if (repeat.firstId == UNKNOWN_ID) {
            refuse(lead, LeadReason.TOO_MANY_READS);
        } else {
            pending(lead, repeat.firstId, nowNs);
        }
    }

    private void pending(final Lead lead, final long firstId, final long nowNs) {
        parts.counters().count(Counter.INTAKE_PENDING);
        answers.pending(lead, firstId, nowNs);
        path.giveBack(lead);
    }

    private void follow(final Lead lead, final Claim claim) {
        if (!claim.isFor(lead.bodyHash())) {
            refuse(lead, LeadReason.IDEMPOTENCY_MISMATCH);
            return;
        }
        final Repeat repeat = await(lead, claim.leadId());
        if (!claim.await(answer -> parts.loop().execute(() -> onFirst(lead, repeat, answer)))) {
            repeatByLead.remove(lead);
            pending(lead, claim.leadId(), parts.clock().nanoTime());
        }
    }

    private void readStored(final Lead lead, final long location) {
        final Repeat repeat = await(lead, UNKNOWN_ID);
        if (!shared.answers().read(location, stored -> parts.loop().execute(() -> onStored(lead, repeat, stored)))) {
            repeatByLead.remove(lead);
            refuse(lead, LeadReason.TOO_MANY_READS);
        }
    }

    private Repeat await(final Lead lead, final long firstId) {
        final Repeat repeat = new Repeat(firstId);
        repeatByLead.put(lead, repeat);
        lead.timer(timers.set(lead, LeadPath.answerByNs(lead)));
        return repeat;
    }

    private void onFirst(final Lead lead, final Repeat repeat, final byte[] answer) {
        if (!repeatByLead.remove(lead, repeat)) {
            return;
        }
        if (answer != null) {
            give(lead, answer);
            return;
        }
        timers.cancel(lead.timer());
        lead.timer(Lead.NO_TIMER);
        path.resume(lead);
    }

    private void onStored(final Lead lead, final Repeat repeat, final StoredAnswer stored) {
        if (!repeatByLead.remove(lead, repeat)) {
            return;
        }
        if (stored == null || !stored.isOfKey(lead.keyHash())) {
            refuse(lead, LeadReason.INTERNAL);
        } else if (stored.bodyHash() != lead.bodyHash()) {
            refuse(lead, LeadReason.IDEMPOTENCY_MISMATCH);
        } else {
            give(lead, stored.answer());
        }
    }

    private void give(final Lead lead, final byte[] answer) {
        final HttpConnection connection = lead.connection();
        if (lead.isAwaited()) {
            answers.give(connection, answer, answer.length);
        }
        path.giveBack(lead);
    }

    private void refuse(final Lead lead, final LeadReason reason) {
        if (lead.isAwaited()) {
            parts.refusals().refuse(lead.connection(), reason);
        }
        path.giveBack(lead);
    }

    /** One request's wait: tells it from a later one of the same pooled lead. */
    private static final class Repeat {
        private final long firstId;

        Repeat(final long firstId) {
            this.firstId = firstId;
        }
    }
}
