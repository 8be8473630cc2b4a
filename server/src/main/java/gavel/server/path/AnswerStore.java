package gavel.server.path;

import gavel.persist.index.GenerationalIndex;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.intake.Idempotency;
import gavel.server.intake.IdempotencyGate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Finds the answers of leads that have ended, by our id and by idempotency key. The indexes are written by the drain's
 * thread (and by the start, before it), read by the loops; the journal is read by this agent's thread alone, because a
 * loop never waits for a disk.
 */
public final class AnswerStore implements Agent, JournalVisitor {
    /** Nothing is known. */
    public static final long NOWHERE = 0;
    private static final int READS_MAX = 1024;
    private static final int BATCH_MAX = 64;

    private record Read(long location, Consumer<StoredAnswer> listener) {
    }

    private final int capacity;
    private final GenerationalIndex byKey;
    private final GenerationalIndex byLead;
    private final IdempotencyGate gate;
    private final ManyToOneConcurrentArrayQueue<Read> reads = new ManyToOneConcurrentArrayQueue<>(READS_MAX);
    private final RecordDecoder indexing = new RecordDecoder();
    private final byte[] keyHash = new byte[BodyReader.IDEMPOTENCY_KEY_BYTES];
    private final RecordDecoder decoder = new RecordDecoder();
    private JournalReader reader;
    private volatile long forgottenEarly;
    private volatile Thread thread;

    /**
     * @param keepMs   how long keys are found at least, and leads unless more than {@code capacity} come in that time.
     * @param capacity how many of each.
     */
    public AnswerStore(final long keepMs, final int capacity, final IdempotencyGate gate) {
        this.capacity = capacity;
        this.byKey = new GenerationalIndex(capacity, keepMs);
        this.byLead = new GenerationalIndex(capacity, keepMs);
        this.gate = gate;
    }

    /** Where answers are read; set once, before the agent runs. */
    public void reader(final JournalReader newReader) {
        reader = newReader;
    }

    /** Where the answer under a key stands, or NOWHERE. Any loop. */
    long locateKey(final byte[] keyHash) {
        return byKey.get(Idempotency.fingerprint(keyHash));
    }

    /** Whether the key of another lead can be remembered, with those of all that are running. Any loop. */
    boolean hasRoomForKey() {
        return byKey.size() + gate.count() < capacity;
    }

    /** How often the oldest outcomes were forgotten before their time, because more leads came than there is room. */
    public long forgottenEarly() {
        return forgottenEarly;
    }

    /** Forgets what was kept for long enough. The drain's thread. */
    public void tidy(final long nowMs) {
        byKey.rotate(nowMs);
        byLead.rotate(nowMs);
    }

    /** Where the answer of a lead stands, or NOWHERE. Any loop. */
    long locateLead(final long leadId) {
        return byLead.get(leadId);
    }

    /**
     * Reads an answer off the loop.
     *
     * @param listener told on this agent's thread; gets null where there is none.
     * @return false when too many are being read.
     */
    boolean read(final long location, final Consumer<StoredAnswer> listener) {
        final boolean accepted = reads.offer(new Read(location, listener));
        LockSupport.unpark(thread);
        return accepted;
    }

    /** Sleeps until there is something to read. */
    public IdleStrategy idleStrategy() {
        return new Parking();
    }

    @Override
    public void onStart() {
        thread = Thread.currentThread();
    }

    /** A record was forced, or is read at the start: its lead can be found from now on. */
    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        if (!isEnd(RecordHeader.kindCode(buffer, offset))) {
            return;
        }
        final long epochMs = RecordHeader.epochNs(buffer, offset) / 1_000_000;
        final long earlier = byLead.get(RecordHeader.id(buffer, offset));
        if (!byLead.putForgetting(RecordHeader.id(buffer, offset), location, epochMs)) {
            forgottenEarly = forgottenEarly + 1;
        }
        if (!BodyReader.idempotencyKey(indexing.wrap(buffer, offset), keyHash)) {
            return;
        }
        final long key = Idempotency.fingerprint(keyHash);
        if (earlier == NOWHERE) {
            if (byKey.put(key, location, epochMs)) {
                gate.forget(keyHash);
            }
        } else if (byKey.get(key) == earlier) {
            byKey.put(key, location, epochMs);
        }
    }

    private static boolean isEnd(final int kind) {
        return kind == RecordKind.SALE.code() || kind == RecordKind.LEAD_ENDED.code()
                || kind == RecordKind.NO_SALE.code();
    }

    @Override
    public int doWork() {
        return reads.drain(this::answer, BATCH_MAX);
    }

    @Override
    public String roleName() {
        return "answers";
    }

    @Override
    public void onClose() {
        if (reader != null) {
            reader.close();
        }
    }

    private void answer(final Read read) {
        StoredAnswer stored = null;
        try {
            reader.readAt(read.location, decoder);
            stored = stored();
        } finally {
            read.listener.accept(stored);
        }
    }

    private StoredAnswer stored() {
        final Bodies.LeadBlock lead;
        final byte[] answer;
        if (decoder.kind() == RecordKind.SALE) {
            final Bodies.SaleBody sale = BodyReader.sale(decoder);
            lead = sale.lead();
            answer = sale.answer();
        } else if (decoder.kind() == RecordKind.NO_SALE) {
            final Bodies.NoSaleBody noSale = BodyReader.noSale(decoder);
            lead = noSale.post().lead();
            answer = noSale.answer();
        } else {
            final Bodies.LeadEndedBody ended = BodyReader.leadEnded(decoder);
            lead = ended.lead();
            answer = ended.answer();
        }
        return new StoredAnswer(decoder.id(), lead.publisher(), lead.idempotencyKey(), lead.bodyHash(), answer);
    }

    /** Parks for long, because {@link #read} unparks; confined to this agent's thread. */
    private static final class Parking implements IdleStrategy {
        private static final long PARK_NS = 100_000_000L;

        @Override
        public void idle(final int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(PARK_NS);
        }

        @Override
        public void reset() {
            // Nothing is kept from one rest to the next.
        }
    }
}
