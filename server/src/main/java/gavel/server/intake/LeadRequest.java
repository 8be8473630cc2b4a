package gavel.server.intake;

import gavel.config.field.Utf8;
import gavel.server.http.Bytes;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Money;
import gavel.server.lead.Problems;

/**
 * The members of a lead's request that are not its fields, the same in JSON and in forms. One per loop, used for one
 * request at a time.
 */
final class LeadRequest {
    /** No member of that name. */
    static final int UNKNOWN = -1;
    static final int OFFER = 0;
    static final int LEAD_ID = 1;
    static final int CLICK_ID = 2;
    static final int DEADLINE_MS = 3;
    static final int FLOOR = 4;
    static final int FIELDS = 5;
    static final int SUB1 = 6;
    static final int COUNT = SUB1 + Lead.SUBS;

    private static final byte[][] NAMES = {
        Bytes.ascii("offer"), Bytes.ascii("lead_id"), Bytes.ascii("click_id"), Bytes.ascii("deadline_ms"),
        Bytes.ascii("floor"), Bytes.ascii("fields"), Bytes.ascii("sub1"), Bytes.ascii("sub2"), Bytes.ascii("sub3"),
        Bytes.ascii("sub4"), Bytes.ascii("sub5"),
    };
    private static final long DEADLINE_MIN_MS = 1;
    private static final long MS_NS = 1_000_000L;

    private int seen;
    private int nulls;
    private long deadlineNs;

    void begin() {
        seen = 0;
        nulls = 0;
        deadlineNs = 0;
    }

    /** How long after the first byte the sender wants its answer, or 0 when it did not say. */
    long deadlineNs() {
        return deadlineNs;
    }

    static int indexOf(final byte[] source, final int offset, final int length) {
        for (int i = 0; i < NAMES.length; i++) {
            if (Bytes.equal(source, offset, length, NAMES[i])) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /** Notes that a member is there; false when it was there before. */
    boolean see(final int member) {
        final boolean first = (seen & 1 << member) == 0;
        seen |= 1 << member;
        return first;
    }

    /** A member that is null is as good as absent. */
    void seeNull(final int member) {
        nulls |= 1 << member;
    }

    boolean has(final int member) {
        return (seen & ~nulls & 1 << member) != 0;
    }

    /** Takes a member's value, unescaped. */
    void accept(final Lead lead, final int member, final byte[] source, final int offset, final int length,
                final Problems problems) {
        switch (member) {
            case OFFER:
                lead.offer(lead.catalog().offer(source, offset, length));
                if (lead.offer() == null || !lead.offer().config().on() || !lead.publisher().maySend(lead.offer())) {
                    lead.offer(null);
                    problems.add(LeadReason.NO_SUCH_OFFER, "offer", LeadReason.NO_SUCH_OFFER.sentence());
                }
                return;
            case LEAD_ID:
                if (!isVisible(source, offset, length) || !lead.publisherLeadId().set(source, offset, length)) {
                    wrong("lead_id", "lead_id has 1 to 64 visible ASCII characters", problems);
                }
                return;
            case CLICK_ID:
                lead.clickText().set(source, offset, Math.min(length, Lead.CLICK_TEXT_MAX_BYTES));
                return;
            case DEADLINE_MS:
                final long ms = Bytes.parseDigits(source, offset, length);
                if (ms < DEADLINE_MIN_MS || ms > Integer.MAX_VALUE) {
                    wrong("deadline_ms", "deadline_ms is a whole number of milliseconds from 1", problems);
                } else {
                    deadlineNs = ms * MS_NS;
                }
                return;
            case FLOOR:
                lead.floorMicros(Money.parse(source, offset, length));
                if (lead.floorMicros() == Money.NOT_MONEY) {
                    wrong("floor", "floor is a decimal such as \"1.50\", at most six places", problems);
                }
                return;
            default:
                if (!Utf8.isText(source, offset, offset + length)
                        || !lead.sub(member - SUB1).set(source, offset, length)) {
                    problems.add(LeadReason.WRONG_MEMBER, NAMES[member], 0, NAMES[member].length,
                            "a sub id has at most 100 bytes of UTF-8 and no control characters");
                }
        }
    }

    /** What the request must have, whatever its form. */
    void checkPresent(final Problems problems) {
        if (!has(OFFER)) {
            problems.add(LeadReason.MISSING_MEMBER, "offer", "offer is missing");
        }
        if (!has(LEAD_ID)) {
            problems.add(LeadReason.MISSING_MEMBER, "lead_id", "lead_id, your own id of the lead, is missing");
        }
    }

    static void wrong(final String name, final String sentence, final Problems problems) {
        problems.add(LeadReason.WRONG_MEMBER, name, sentence);
    }

    static boolean isVisible(final byte[] source, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            if (source[i] <= ' ' || source[i] == 127) {
                return false;
            }
        }
        return length > 0;
    }
}
