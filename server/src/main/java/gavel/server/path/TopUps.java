package gavel.server.path;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.route.CapGate;
import gavel.server.route.PartyCap;
import org.agrona.DirectBuffer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds what buyers paid in to their credit, and knows each payment again. Shown the journal by the starting thread,
 * then each forced record by the drain's; asked by any thread.
 */
public final class TopUps implements JournalVisitor {
    private final CapGate gate;
    private final Set<Payment> payments = ConcurrentHashMap.newKeySet();
    private final RecordDecoder decoder = new RecordDecoder();

    /** What makes two payments the same one. */
    private record Payment(String buyer, String reference) {
    }

    public TopUps(final CapGate gate) {
        this.gate = gate;
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        if (RecordHeader.kindCode(buffer, offset) == RecordKind.TOP_UP.code()) {
            final TopUpBody body = BodyReader.topUp(decoder.wrap(buffer, offset));
            payments.add(new Payment(body.buyer(), body.reference()));
            PartyCap.topUp(gate, body.buyer(), body.amountMicros());
        }
    }

    /** Whether this payment is new; from now on it is not. */
    boolean claim(final String buyer, final String reference) {
        return payments.add(new Payment(buyer, reference));
    }

    /** A claimed payment was not recorded after all. */
    void release(final String buyer, final String reference) {
        payments.remove(new Payment(buyer, reference));
    }
}
