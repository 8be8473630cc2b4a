package gavel.server.path;

import gavel.server.lead.Claim;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.post.PostDeadline;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Timers;

import java.util.HashMap;
import java.util.Map;

/**
 * Requests that repeat an idempotency key: they get the first one's answer, now or when it is there, or hear that it is
 * pending when their own deadline comes first. One per loop; confined to it, though claims may be completed by others.
 */
final class LeadRepeats {
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

    /**
     * Claims the lead's key.
     *
     * @return NONE when the lead has it; STILL_RUNNING when it repeats another, and {@link #follow} is to be called;
     *         otherwise why it is refused.
     */
    LeadReason claim(final Lead lead) {
        if (shared.answers().locateKey(lead.keyHash()) != AnswerStore.NOWHERE) {
            return LeadReason.STILL_RUNNING;
        }
        Claim claim = shared.idempotency().find(lead.keyHash());
        if (claim == null) {
            if (!shared.idempotency().hasRoom() || !shared.answers().hasRoomForKey()) {
                return LeadReason.TOO_MANY_KEYS;
            }
            claim = shared.idempotency().claim(lead);
        }
        if (claim.leadId() != lead.id()) {
            return claim.isFor(lead.bodyHash()) ? LeadReason.STILL_RUNNING : LeadReason.IDEMPOTENCY_MISMATCH;
        }
        lead.claim(claim);
        if (shared.answers().locateKey(lead.keyHash()) == AnswerStore.NOWHERE) {
            return LeadReason.NONE;
        }
        release(lead);
        return LeadReason.STILL_RUNNING;
    }

    /** Gives the lead's key up: it was refused, and a refusal uses no key up. */
    void release(final Lead lead) {
        if (lead.claim() != null) {
            shared.idempotency().forget(lead.keyHash());
            lead.claim().complete(null);
            lead.claim(null);
        }
    }

    /** Tells all repeats that wait for the lead its answer. */
    void complete(final Lead lead) {
        if (lead.claim() != null) {
            final byte[] answer = new byte[lead.answerLength()];
            System.arraycopy(lead.answer(), 0, answer, 0, answer.length);
            lead.claim().complete(answer);
        }
    }

    /** Waits for the answer of the lead that this one repeats: it is stored, or that lead still runs. */
    void follow(final Lead lead) {
        parts.counters().count(Counter.INTAKE_REPEATED);
        final Repeat repeat = new Repeat();
        repeatByLead.put(lead, repeat);
        lead.timer(timers.set(lead, PostDeadline.answerByNs(lead)));
        final long location = shared.answers().locateKey(lead.keyHash());
        final Claim claim = location == AnswerStore.NOWHERE ? shared.idempotency().find(lead.keyHash()) : null;
        if (location != AnswerStore.NOWHERE) {
            if (!shared.answers().read(location, stored -> parts.loop().execute(() ->
                    onStored(lead, repeat, stored)))) {
                refuse(lead, LeadReason.TOO_MANY_READS);
            }
        } else if (claim == null) {
            onFirst(lead, repeat, null);
        } else {
            repeat.firstId = claim.leadId();
            if (!claim.await(answer -> parts.loop().execute(() -> onFirst(lead, repeat, answer)))) {
                pending(lead, repeat, parts.clock().nanoTime());
            }
        }
    }

    /** The deadline of a repeat came before the first one's answer. */
    void onDeadline(final Lead lead, final long nowNs) {
        final Repeat repeat = repeatByLead.get(lead);
        if (repeat.firstId == Repeat.UNKNOWN_ID) {
            refuse(lead, LeadReason.TOO_MANY_READS);
        } else {
            pending(lead, repeat, nowNs);
        }
    }

    /** The lead waits no more, whatever comes. */
    void leave(final Lead lead) {
        repeatByLead.remove(lead);
    }

    private void onFirst(final Lead lead, final Repeat repeat, final byte[] answer) {
        if (!repeatByLead.remove(lead, repeat)) {
            return;
        }
        if (answer == null) {
            path.resume(lead);
        } else {
            give(lead, answer);
        }
    }

    private void onStored(final Lead lead, final Repeat repeat, final StoredAnswer stored) {
        if (repeatByLead.get(lead) != repeat) {
            return;
        }
        if (stored == null || !stored.isOfKey(lead.keyHash())) {
            refuse(lead, LeadReason.INTERNAL);
        } else if (stored.bodyHash() != lead.bodyHash()) {
            refuse(lead, LeadReason.IDEMPOTENCY_MISMATCH);
        } else {
            leave(lead);
            give(lead, stored.answer());
        }
    }

    private void pending(final Lead lead, final Repeat repeat, final long nowNs) {
        leave(lead);
        parts.counters().count(Counter.INTAKE_PENDING);
        answers.pending(lead, repeat.firstId, nowNs);
        path.giveBack(lead);
    }

    private void give(final Lead lead, final byte[] answer) {
        if (lead.isAwaited()) {
            answers.give(lead.connection(), answer, answer.length);
        }
        path.giveBack(lead);
    }

    private void refuse(final Lead lead, final LeadReason reason) {
        leave(lead);
        path.reject(lead, reason);
    }

    /** One request's wait: tells it from a later one of the same pooled lead. */
    private static final class Repeat {
        /** The first one's id stands in its answer, which is still being read. */
        private static final long UNKNOWN_ID = 0;

        private long firstId = UNKNOWN_ID;
    }
}
