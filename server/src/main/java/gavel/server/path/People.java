package gavel.server.path;

import gavel.config.Config;
import gavel.config.VerticalConfig;
import gavel.persist.journal.JournalReader;
import gavel.persist.keys.KeyStore;
import gavel.persist.keys.Shredded;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Vertical;
import gavel.server.sale.LeadFields;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.SipHash;
import org.agrona.concurrent.EpochClock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is kept of people: finds it in the journal, shows it, and forgets it. Any thread but a loop or the drain's,
 * since it reads the journal from its beginning.
 */
public final class People {
    private final Config config;
    private final KeyStore keys;
    private final Supplier<JournalReader> journal;
    private final LongSupplier forcedSequence;
    private final EpochClock clock;

    /**
     * Fields that are kept.
     *
     * @param keyId  of their key; 0 where none was configured, and nothing is kept.
     * @param sealed the fields, encrypted.
     */
    public record Kept(long leadId, String vertical, int keyId, byte[] sealed) {
    }

    /**
     * @param keys           null where no master key is configured.
     * @param journal        opens a reader, which is closed again.
     * @param forcedSequence up to where it is read.
     */
    public People(final Config config, final KeyStore keys, final Supplier<JournalReader> journal,
                  final LongSupplier forcedSequence, final EpochClock clock) {
        this.config = config;
        this.keys = keys;
        this.journal = journal;
        this.forcedSequence = forcedSequence;
        this.clock = clock;
    }

    /** Whether fields of leads are kept at all. */
    public boolean isKeeping() {
        return keys != null;
    }

    /** What is kept of a lead; null when it was never posted. */
    public Kept ofLead(final long leadId) {
        final List<Kept> found = find(leadId, lead -> true);
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * What is kept of all leads of a vertical with a phone or e-mail.
     *
     * @param value as a publisher may write it.
     * @throws IllegalArgumentException the vertical or field is unknown, is none by which people are known again, or
     *                                  can't have the value; says which, and not the value.
     */
    public List<Kept> ofPerson(final String verticalId, final String fieldName, final String value) {
        final VerticalConfig vertical = config.verticals().stream().filter(each -> each.id().equals(verticalId))
                .findFirst().orElseThrow(() -> new IllegalArgumentException("vertical: there is no " + verticalId));
        if (!vertical.duplicates().fields().contains(fieldName)) {
            throw new IllegalArgumentException("field: people are known again by "
                    + String.join(", ", vertical.duplicates().fields()) + " in " + verticalId
                    + "; for others name the leads");
        }
        final long identity = identity(vertical, vertical.fieldIndex(fieldName), value);
        return find(0, lead -> lead.vertical().equals(verticalId) && has(lead.duplicates(), identity));
    }

    private long identity(final VerticalConfig config, final int field, final String value) {
        final Vertical vertical = new Vertical(config);
        final FieldValues values = new FieldValues();
        final byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (values.put(field, vertical.check(field), text, 0, text.length) < 0) {
            throw new IllegalArgumentException("value: it can't stand in " + config.fields().get(field).name());
        }
        return new DuplicateCheck(SipHash.of(this.config.server().validate().duplicatesKey()))
                .identity(config.id(), vertical, values, field);
    }

    private static boolean has(final long[] identities, final long wanted) {
        for (final long identity : identities) {
            if (identity == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Of each lead once; of a single one the first is enough. */
    private List<Kept> find(final long leadId, final Predicate<LeadBlock> isWanted) {
        final Map<Long, Kept> found = new TreeMap<>();
        final RecordDecoder decoder = new RecordDecoder();
        final long limit = forcedSequence.getAsLong();
        try (JournalReader reader = journal.get()) {
            boolean isMore = true;
            while (isMore) {
                isMore = reader.next((location, buffer, offset, length) -> {
                    if (RecordHeader.kindCode(buffer, offset) == RecordKind.POSTING.code()
                            && (leadId == 0 || RecordHeader.id(buffer, offset) == leadId)) {
                        final PostingBody posting = BodyReader.posting(decoder.wrap(buffer, offset));
                        if (isWanted.test(posting.lead())) {
                            found.put(decoder.id(), new Kept(decoder.id(), posting.lead().vertical(),
                                    posting.lead().keyId(), posting.lead().personal()));
                        }
                    }
                }, limit) && (leadId == 0 || found.isEmpty());
            }
        }
        return new ArrayList<>(found.values());
    }

    /**
     * The fields by name.
     *
     * @throws gavel.persist.keys.KeyException they can't be read; says why.
     */
    public Map<String, String> fields(final Kept kept) throws IOException {
        return LeadFields.read(keys.decrypt(kept.keyId(), kept.sealed()));
    }

    /**
     * Forgets the fields of a lead for good.
     *
     * @return false when there was nothing any more.
     * @throws IOException nobody knows whether they are gone: do it again after the next start.
     */
    public boolean erase(final Kept kept) throws IOException {
        return keys.erase(kept.keyId(), Shredded.ASKED, clock.time());
    }
}
