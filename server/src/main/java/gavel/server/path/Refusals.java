package gavel.server.path;

import gavel.server.http.Bytes;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpFault;
import gavel.server.http.HttpStatus;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;
import gavel.server.runtime.Counters;

/** Answers requests with why they are refused, as {@code application/problem+json}. One per loop; confined to it. */
final class Refusals {
    private static final byte[] RETRY_AFTER = Bytes.ascii("Retry-After: 1\r\n");
    /** A refusal of something that did not become a lead. */
    private static final long NO_LEAD = 0;

    private final AnswerWriter writer;
    private final Counters counters;
    private final Problems problems = new Problems();

    Refusals(final AnswerWriter writer, final Counters counters) {
        this.writer = writer;
        this.counters = counters;
    }

    /** Refuses for one reason, and counts it. */
    void refuse(final HttpConnection connection, final LeadReason reason) {
        problems.clear();
        problems.add(reason);
        refuse(connection, problems);
    }

    /** Refuses a method that the path does not take, and counts it. */
    void refuseMethod(final HttpConnection connection, final byte[] allow) {
        problems.clear();
        problems.add(LeadReason.WRONG_METHOD);
        counters.countReason(LeadReason.WRONG_METHOD.ordinal());
        answer(connection, HttpStatus.of(LeadReason.WRONG_METHOD.httpStatus()), allow, problems, NO_LEAD);
    }

    /** Refuses what is not a request, and counts it. */
    void refuse(final HttpConnection connection, final HttpFault fault) {
        final LeadReason reason = LeadReason.ofCode(fault.code());
        problems.clear();
        problems.add(reason, "", fault.sentence());
        counters.countReason(reason.ordinal());
        answer(connection, HttpStatus.of(fault.status()), HttpStatus.NO_HEADER, problems, NO_LEAD);
    }

    /** Refuses for all that is wrong, and counts the first. */
    void refuse(final HttpConnection connection, final Problems all) {
        counters.countReason(all.reason(0).ordinal());
        answer(connection, all, NO_LEAD);
    }

    /**
     * Says what is wrong with a lead, whose change of state has counted it.
     *
     * @param leadId ours, or 0 when its publisher is not known.
     */
    void answer(final HttpConnection connection, final Problems all, final long leadId) {
        final HttpStatus status = HttpStatus.of(all.reason(0).httpStatus());
        answer(connection, status, status == HttpStatus.UNAVAILABLE ? RETRY_AFTER : HttpStatus.NO_HEADER, all, leadId);
    }

    private void answer(final HttpConnection connection, final HttpStatus status, final byte[] header,
                        final Problems all, final long leadId) {
        final int length = writer.problem(all, status, leadId, connection.scratch());
        connection.answer(status, HttpStatus.PROBLEM_JSON, header, connection.scratch(), length);
    }
}
