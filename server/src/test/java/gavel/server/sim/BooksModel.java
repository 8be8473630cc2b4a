package gavel.server.sim;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.server.lead.PostStatus;
import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the forced records of one life of the server say, and what they may never say. One thread. */
final class BooksModel implements JournalVisitor {
    /** What is known of one lead. One thread. */
    static final class LeadRecords {
        final Set<Integer> openAttempts = new HashSet<>();
        boolean posted;
        boolean unknown;
        String end;
        String answer;

        /** Whether nothing is owed any more: it has an end, or was posted to nobody. */
        boolean isSettled() {
            return end != null || !posted;
        }
    }

    private final Map<Long, LeadRecords> byLead = new HashMap<>();
    private final Set<String> identities = new HashSet<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private final RecordDecoder decoder = new RecordDecoder();
    private AssertionError broken;

    /** What is wrong is kept for {@link #rethrow()}: the drain, which calls this, must not be torn out of its batch. */
    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        try {
            look(buffer, offset);
        } catch (final AssertionError e) {
            broken = broken == null ? e : broken;
        }
    }

    /** Fails if any record was wrong. */
    void rethrow() {
        if (broken != null) {
            throw new AssertionError(broken.getMessage(), broken);
        }
    }

    private void look(final DirectBuffer buffer, final int offset) {
        decoder.wrap(buffer, offset);
        final String identity = identity(decoder.kind(), decoder.id(), decoder.attempt());
        assertTrue(identities.add(identity), () -> identity + " is in the journal twice");
        if (decoder.kind() == RecordKind.CONFIG) {
            return;
        }
        final int attempt = decoder.attempt();
        final LeadRecords lead = byLead.computeIfAbsent(decoder.id(), id -> new LeadRecords());
        assertNull(lead.end, () -> identity + " after the lead's end");
        if (decoder.kind() == RecordKind.POSTING) {
            assertFalse(lead.unknown, () -> identity + " after UNKNOWN");
            assertTrue(lead.openAttempts.isEmpty(), () -> identity + " while another attempt is open");
            lead.posted = true;
            lead.openAttempts.add(attempt);
        } else if (decoder.kind() == RecordKind.POST_ENDED) {
            assertTrue(lead.openAttempts.remove(attempt), () -> identity + " without its POSTING");
            lead.unknown |= BodyReader.postEnded(decoder).status() == PostStatus.UNKNOWN.code();
        } else if (decoder.kind() == RecordKind.SALE) {
            assertTrue(lead.openAttempts.remove(attempt), () -> identity + " without its POSTING");
            assertFalse(lead.unknown, () -> identity + " after UNKNOWN");
            onSale(lead, BodyReader.sale(decoder));
        } else if (decoder.kind() == RecordKind.LEAD_ENDED) {
            final LeadEndedBody ended = BodyReader.leadEnded(decoder);
            assertTrue(lead.openAttempts.isEmpty(), () -> identity + " while an attempt is open");
            assertEquals(lead.unknown, ended.outcome() == Outcome.UNKNOWN, () -> identity + " with a wrong outcome");
            lead.end = lead.unknown ? "unknown" : "unsold";
            lead.answer = new String(ended.answer(), StandardCharsets.UTF_8);
        }
    }

    private void onSale(final LeadRecords lead, final SaleBody sale) {
        lead.end = "sold";
        lead.answer = new String(sale.answer(), StandardCharsets.UTF_8);
        add("buyer:" + sale.buyer() + ":receivable", sale.priceMicros());
        add("publisher:" + sale.creditedPublisher() + ":payable", -sale.payoutMicros());
        add("house:margin", sale.payoutMicros() - sale.priceMicros());
    }

    private void add(final String account, final long micros) {
        balances.merge(account, micros, Long::sum);
    }

    private static String identity(final RecordKind kind, final long id, final int attempt) {
        return kind + " " + (kind == RecordKind.CONFIG ? id : Ids.print(id)) + " " + attempt;
    }

    boolean hasPosting(final long lead, final int attempt) {
        return identities.contains(identity(RecordKind.POSTING, lead, attempt));
    }

    LeadRecords lead(final long id) {
        return byLead.get(id);
    }

    /** Sums per account, added up one by one. */
    Map<String, Long> balances() {
        return balances;
    }

    /** Leads that ended so. */
    long ended(final String end) {
        return byLead.values().stream().filter(lead -> end.equals(lead.end)).count();
    }

    /** After a start nothing is open, and nothing that was forced before is lost. */
    void checkOpened(final BooksModel before) {
        rethrow();
        byLead.forEach((id, lead) -> assertTrue(lead.isSettled(), () -> Ids.print(id)
                + " was posted, and no record says how it ended"));
        for (final String identity : before.identities) {
            assertTrue(identities.contains(identity), () -> identity + " was forced and is lost");
        }
    }
}
