package gavel.server.path;

import gavel.persist.drain.ForcedListener;
import gavel.persist.record.RecordKind;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.CallListener;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.runtime.Faults;

/**
 * Carries to the path what reaches a running lead from outside: answers of buyers, forced records, its deadline. One
 * per loop; confined to it. A step that throws ends in {@link LeadPath#onBroken}, so that no mistake stops the loop or
 * keeps a lead for ever. Each event has its own catch, because one for all would need an object for each event.
 */
final class LeadEvents implements CallListener {
    private final LeadPath path;
    private final Faults faults;

    LeadEvents(final LeadPath path, final Faults faults) {
        this.path = path;
        this.faults = faults;
    }

    @Override
    public void onPingAnswer(final Lead lead, final Candidate candidate, final BuyerAnswer answer, final long nowNs) {
        try {
            path.onPingAnswer(lead, candidate, answer, nowNs);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
        path.afterEvent(nowNs);
    }

    @Override
    public void onPingFailed(final Lead lead, final Candidate candidate, final PingStatus status, final long nowNs) {
        try {
            path.onPingFailed(lead, candidate, status, nowNs);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
        path.afterEvent(nowNs);
    }

    @Override
    public void onPostAnswer(final Lead lead, final Candidate candidate, final BuyerAnswer answer, final long nowNs) {
        try {
            path.onPostAnswer(lead, candidate, answer, nowNs);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
        path.afterEvent(nowNs);
    }

    @Override
    public void onPostFailed(final Lead lead, final Candidate candidate, final boolean sent, final long nowNs) {
        try {
            path.onPostFailed(lead, candidate, sent, nowNs);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
        path.afterEvent(nowNs);
    }

    @Override
    public void onMistake(final Throwable mistake) {
        faults.onFault(mistake);
    }

    /** What goes on with a lead when a record of it is forced: one for each lead of the pool. */
    ForcedListener forced(final Lead lead) {
        return (kind, attempt) -> onForced(lead, kind);
    }

    private void onForced(final Lead lead, final RecordKind kind) {
        try {
            path.onForced(lead, kind);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
    }

    void onDeadline(final Lead lead, final long nowNs) {
        try {
            path.onDeadline(lead, nowNs);
        } catch (final RuntimeException e) {
            path.onBroken(lead, e);
        }
    }
}
