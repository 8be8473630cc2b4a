package gavel.server.path;

import gavel.server.http.HttpConnection;
import gavel.server.http.HttpStatus;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;
import gavel.server.lead.Stage;
import gavel.server.runtime.StageTimers;

import java.util.Arrays;

/** Gives publishers their answers. One per loop; confined to it. Decides no outcome. */
final class LeadAnswers {
    private final LoopParts parts;
    private final AnswerWriter writer;
    private final byte[] bytes = new byte[AnswerWriter.ANSWER_MAX_BYTES];

    LeadAnswers(final LoopParts parts) {
        this.parts = parts;
        this.writer = parts.stages().answerWriter();
    }

    /** Where the last answer was written. */
    byte[] bytes() {
        return bytes;
    }

    /** Writes the answer of a sale; returns its length. */
    int sold(final Lead lead) {
        return writer.sold(lead, bytes);
    }

    /** Writes the answer of a lead that ended otherwise, for its reason; returns its length. */
    int notSold(final Lead lead, final String status) {
        return writer.notSold(lead, status, lead.reason(), bytes);
    }

    /** Keeps the written answer with the lead until it can be given, and for repeats. */
    void keep(final Lead lead, final int length) {
        lead.answer(bytes, length);
    }

    /** Gives the kept answer, if the publisher still waits for one. */
    void answerKept(final Lead lead, final long nowNs) {
        give(lead, lead.answer(), lead.answerLength(), nowNs);
    }

    /** Gives the written answer, if the publisher still waits for one. */
    void answer(final Lead lead, final int length, final long nowNs) {
        give(lead, bytes, length, nowNs);
    }

    /** Tells the publisher that its deadline came first. */
    void pending(final Lead lead, final long nowNs) {
        pending(lead, lead.id(), nowNs);
    }

    /** A copy of what a lead that still runs is answered with. */
    byte[] pending(final Lead lead) {
        return Arrays.copyOf(bytes, writer.notSold(lead, "pending", LeadReason.STILL_RUNNING, bytes));
    }

    /** Tells the publisher of a repeat that the lead to ask for is this one. */
    void pending(final Lead lead, final long leadId, final long nowNs) {
        give(lead, bytes, writer.notSold(lead, leadId, "pending", LeadReason.STILL_RUNNING, bytes), nowNs);
    }

    /** Gives bytes that are an answer to whoever waits on a connection. */
    void give(final HttpConnection connection, final byte[] answer, final int length) {
        connection.answer(HttpStatus.OK, HttpStatus.JSON, answer, length);
    }

    /** Refuses a lead whose change of state has counted why; it has an id once its publisher is known. */
    void reject(final Lead lead, final Problems problems) {
        parts.refusals().answer(lead.connection(), problems, lead.publisher() == null ? 0 : lead.id());
    }

    private void give(final Lead lead, final byte[] answer, final int length, final long nowNs) {
        if (lead.isAnswered()) {
            return;
        }
        lead.onAnswered();
        if (lead.isAwaited()) {
            lead.connection().answer(HttpStatus.OK, HttpStatus.JSON, answer, length);
        }
        final StageTimers timers = parts.timers();
        for (int i = 0; i < Stage.COUNT; i++) {
            if (lead.stageNs(i) > 0) {
                timers.stage(i).record(lead.stageNs(i));
            }
        }
        timers.total().record(nowNs - lead.receivedNs());
    }
}
