package gavel.server.intake;

import gavel.config.ServerConfig;
import gavel.server.catalog.Publisher;
import gavel.server.http.Bytes;
import gavel.server.http.RequestHead;
import gavel.server.http.Slice;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;

/** Reads a request into a lead. One per loop. */
public final class Intake {
    private static final byte[] JSON = Bytes.ascii("application/json");
    private static final byte[] FORM = Bytes.ascii("application/x-www-form-urlencoded");

    private final ServerConfig.Intake config;
    private final LeadParser parser;
    private final Idempotency idempotency = new Idempotency();

    public Intake(final ServerConfig.Intake config, final ClickIds clickIds) {
        this.config = config;
        this.parser = new LeadParser(config.bodyMaxBytes(), clickIds);
    }

    /**
     * Reads who sends the lead and the members of its request, and sets its deadline: the only place that does.
     *
     * @return whether the fields can be read.
     */
    public boolean members(final Lead lead, final Publisher publisher, final RequestHead head, final byte[] body,
                           final int offset, final int length, final Problems problems) {
        if (publisher == null) {
            problems.add(LeadReason.NOT_AUTHENTICATED);
            return false;
        }
        lead.publisher(publisher);
        if (!publisher.config().on()) {
            problems.add(LeadReason.PUBLISHER_OFF);
            return false;
        }
        final boolean isForm = isType(head, FORM);
        if (!isForm && !isType(head, JSON)) {
            problems.add(LeadReason.WRONG_CONTENT_TYPE);
            return false;
        }
        if (length == 0) {
            problems.add(LeadReason.NO_BODY);
            return false;
        }
        final boolean wellFormed = parser.members(lead, isForm, body, offset, length, problems);
        final long wantedNs = parser.deadlineNs() == 0 ? config.deadlineNs() : parser.deadlineNs();
        lead.deadlineNs(lead.receivedNs() + Math.min(wantedNs, config.deadlineMaxNs()));
        if (wellFormed && head.idempotencyKey().isPresent()) {
            key(lead, head, body, offset, length, problems);
        }
        return wellFormed;
    }

    /** Reads the lead's fields. */
    public void fields(final Lead lead, final byte[] body, final Problems problems) {
        parser.fields(lead, body, problems);
    }

    private void key(final Lead lead, final RequestHead head, final byte[] body, final int offset, final int length,
                     final Problems problems) {
        if (Idempotency.isWellFormed(head)) {
            idempotency.hash(lead, head, body, offset, length);
        } else {
            problems.add(LeadReason.WRONG_IDEMPOTENCY_KEY);
        }
    }

    private static boolean isType(final RequestHead head, final byte[] wanted) {
        final Slice type = head.contentType();
        final int end = Bytes.indexOf(head.bytes(), type.offset(), type.end(), (byte) ';');
        int length = end < 0 ? type.length() : end - type.offset();
        while (length > 0 && Bytes.isBlank(head.bytes()[type.offset() + length - 1])) {
            length--;
        }
        return Bytes.equalIgnoreCase(head.bytes(), type.offset(), length, wanted);
    }
}
