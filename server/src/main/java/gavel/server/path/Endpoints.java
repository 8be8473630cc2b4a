package gavel.server.path;

import gavel.server.http.Bytes;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpFault;
import gavel.server.http.HttpRequests;
import gavel.server.http.HttpStatus;
import gavel.server.http.RequestHead;
import gavel.server.http.RequestHead.Method;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;
import gavel.server.runtime.Counters;

/** Sends each request of one loop to its path. Confined to that loop. */
public final class Endpoints implements HttpRequests {
    private static final byte[] LEADS = Bytes.ascii("/v1/leads");
    private static final byte[] LEAD = Bytes.ascii("/v1/leads/");
    private static final byte[] CLICK = Bytes.ascii("/c/");
    private static final byte[] ALLOW_POST = Bytes.ascii("Allow: POST\r\n");
    private static final byte[] ALLOW_GET = Bytes.ascii("Allow: GET\r\n");

    private final LeadPath leads;
    private final OutcomePath outcomes;
    private final ClickPath clicks;
    private final Counters counters;
    private final AnswerWriter answers = new AnswerWriter();
    private final Problems problems = new Problems();

    Endpoints(final LeadPath leads, final OutcomePath outcomes, final ClickPath clicks, final Counters counters) {
        this.leads = leads;
        this.outcomes = outcomes;
        this.clicks = clicks;
        this.counters = counters;
    }

    @Override
    public void onRequest(final HttpConnection connection, final RequestHead head, final byte[] body,
                          final int bodyOffset, final int bodyLength, final long receivedNs) {
        final int from = head.target().offset();
        final int length = head.target().length();
        if (Bytes.equal(head.bytes(), from, length, LEADS)) {
            if (head.method() == Method.POST) {
                leads.onRequest(connection, head, body, bodyOffset, bodyLength, receivedNs);
            } else {
                refuse(connection, LeadReason.WRONG_METHOD, ALLOW_POST);
            }
        } else if (startsWith(head, LEAD)) {
            if (head.method() == Method.GET) {
                outcomes.onRequest(connection, head, from + LEAD.length, length - LEAD.length);
            } else {
                refuse(connection, LeadReason.WRONG_METHOD, ALLOW_GET);
            }
        } else if (startsWith(head, CLICK)) {
            if (head.method() == Method.GET) {
                clicks.onRequest(connection, head, from + CLICK.length, receivedNs);
            } else {
                refuse(connection, LeadReason.WRONG_METHOD, ALLOW_GET);
            }
        } else {
            refuse(connection, LeadReason.NO_SUCH_PATH, HttpStatus.NO_HEADER);
        }
    }

    @Override
    public void onFault(final HttpConnection connection, final HttpFault fault, final long receivedNs) {
        final LeadReason reason = LeadReason.ofCode(fault.code());
        problems.clear();
        problems.add(reason, "", fault.sentence());
        counters.countReason(reason.ordinal());
        final int length = answers.problem(problems, 0, connection.scratch());
        connection.answer(HttpStatus.of(fault.status()), HttpStatus.PROBLEM_JSON, connection.scratch(), length);
    }

    @Override
    public void onClosed(final HttpConnection connection) {
        // A lead whose publisher is gone goes on: it can be asked for, and its idempotency key answers a repeat.
    }

    private void refuse(final HttpConnection connection, final LeadReason reason, final byte[] header) {
        problems.clear();
        problems.add(reason);
        counters.countReason(reason.ordinal());
        final int length = answers.problem(problems, 0, connection.scratch());
        connection.answer(HttpStatus.of(reason.httpStatus()), HttpStatus.PROBLEM_JSON, header, connection.scratch(),
                length);
    }

    private static boolean startsWith(final RequestHead head, final byte[] prefix) {
        return head.target().length() > prefix.length
                && Bytes.equal(head.bytes(), head.target().offset(), prefix.length, prefix);
    }
}
