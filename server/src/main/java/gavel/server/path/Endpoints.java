package gavel.server.path;

import gavel.server.http.Bytes;
import gavel.server.http.HttpConnection;
import gavel.server.http.HttpFault;
import gavel.server.http.HttpRequests;
import gavel.server.http.RequestHead;
import gavel.server.http.RequestHead.Method;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Faults;
import io.netty.handler.codec.DecoderException;

import java.io.IOException;

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
    private final LoopParts parts;
    private final Faults faults;

    Endpoints(final LoopParts parts, final SharedParts shared, final LeadPath leads, final OutcomePath outcomes,
              final ClickPath clicks) {
        this.parts = parts;
        this.faults = shared.faults();
        this.leads = leads;
        this.outcomes = outcomes;
        this.clicks = clicks;
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
                parts.refusals().refuseMethod(connection, ALLOW_POST);
            }
        } else if (startsWith(head, LEAD)) {
            if (head.method() == Method.GET) {
                outcomes.onRequest(connection, head, from + LEAD.length, length - LEAD.length);
            } else {
                parts.refusals().refuseMethod(connection, ALLOW_GET);
            }
        } else if (startsWith(head, CLICK)) {
            if (head.method() == Method.GET) {
                clicks.onRequest(connection, head, from + CLICK.length, receivedNs);
            } else {
                parts.refusals().refuseMethod(connection, ALLOW_GET);
            }
        } else {
            parts.refusals().refuse(connection, LeadReason.NO_SUCH_PATH);
        }
    }

    @Override
    public void onFault(final HttpConnection connection, final HttpFault fault) {
        parts.refusals().refuse(connection, fault);
    }

    @Override
    public void onException(final HttpConnection connection, final Throwable cause) {
        if (cause instanceof DecoderException) {
            parts.counters().count(Counter.INTAKE_TLS_FAILED);
        } else if (cause instanceof IOException) {
            parts.counters().count(Counter.INTAKE_CONNECTIONS_RESET);
        } else {
            faults.onFault(cause);
            if (connection.isAnswering()) {
                parts.refusals().refuse(connection, LeadReason.INTERNAL);
            }
        }
    }

    private static boolean startsWith(final RequestHead head, final byte[] prefix) {
        return head.target().length() > prefix.length
                && Bytes.equal(head.bytes(), head.target().offset(), prefix.length, prefix);
    }
}
