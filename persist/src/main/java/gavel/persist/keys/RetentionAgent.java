package gavel.persist.keys;

import gavel.persist.journal.JournalReader;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Overwrites the keys of leads whose vertical says how long their fields are kept. It reads the journal once from its
 * beginning after each start, and then waits for the oldest lead to come of age; keys that are gone already are passed
 * over. Confined to its thread.
 */
public final class RetentionAgent implements Agent {
    /** Records of one turn at most, so that what shares its thread is not kept waiting. */
    private static final int RECORDS_OF_A_TURN = 1000;
    private static final long AGAIN_MS = TimeUnit.SECONDS.toMillis(10);

    private final KeyStore keys;
    private final LongSupplier forcedSequence;
    private final EpochClock clock;
    private final Consumer<String> says;
    private final List<Walk> walks = new ArrayList<>();
    private long againMs;

    /**
     * @param keepNsByVertical those that have one.
     * @param journal          opens readers, which are closed with this.
     * @param forcedSequence   up to where the journal is read.
     * @param says             told when a key can't be overwritten; it is tried again.
     */
    public RetentionAgent(final KeyStore keys, final Map<String, Long> keepNsByVertical,
                          final Supplier<JournalReader> journal, final LongSupplier forcedSequence,
                          final EpochClock clock, final Consumer<String> says) {
        this.keys = keys;
        this.forcedSequence = forcedSequence;
        this.clock = clock;
        this.says = says;
        final Map<Long, Set<String>> verticalsByKeep = new TreeMap<>();
        keepNsByVertical.forEach((vertical, keepNs) ->
                verticalsByKeep.computeIfAbsent(keepNs, keep -> new HashSet<>()).add(vertical));
        verticalsByKeep.forEach((keepNs, verticals) ->
                walks.add(new Walk(TimeUnit.NANOSECONDS.toMillis(keepNs), verticals, journal.get())));
    }

    @Override
    public int doWork() {
        final long nowMs = clock.time();
        if (nowMs < againMs) {
            return 0;
        }
        int erased = 0;
        for (final Walk walk : walks) {
            try {
                erased += walk.step(nowMs);
            } catch (final IOException e) {
                againMs = nowMs + AGAIN_MS;
                says.accept("the key of a lead whose time is over can't be overwritten, and is tried again: " + e);
            }
        }
        return erased;
    }

    @Override
    public void onClose() {
        walks.forEach(walk -> walk.reader.close());
    }

    @Override
    public String roleName() {
        return "retention";
    }

    /** The verticals that keep fields equally long: their leads come of age in the order of the journal. */
    private final class Walk {
        private final long keepMs;
        private final Set<String> verticals;
        private final JournalReader reader;
        private final RecordDecoder decoder = new RecordDecoder();
        private int keyId;
        private long dueMs;

        Walk(final long keepMs, final Set<String> verticals, final JournalReader reader) {
            this.keepMs = keepMs;
            this.verticals = verticals;
            this.reader = reader;
        }

        int step(final long nowMs) throws IOException {
            int erased = 0;
            final long limit = forcedSequence.getAsLong();
            for (int i = 0; i < RECORDS_OF_A_TURN; i++) {
                if (keyId != 0) {
                    if (nowMs < dueMs) {
                        return erased;
                    }
                    erased += keys.erase(keyId, Shredded.AGE, nowMs) ? 1 : 0;
                    keyId = 0;
                }
                if (!reader.next(this::onRecord, limit)) {
                    return erased;
                }
            }
            return erased;
        }

        private void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
            if (RecordHeader.kindCode(buffer, offset) != RecordKind.POSTING.code()) {
                return;
            }
            final LeadBlock lead = BodyReader.posting(decoder.wrap(buffer, offset)).lead();
            if (lead.keyId() != 0 && verticals.contains(lead.vertical())) {
                keyId = lead.keyId();
                dueMs = TimeUnit.NANOSECONDS.toMillis(decoder.epochNs()) + keepMs;
            }
        }
    }
}
