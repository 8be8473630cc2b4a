package gavel.persist.recover;

import gavel.persist.hot.DamagedEntry;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.BodyReader;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.persist.record.StopReason;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be known of the whole journal to go on, gathered in one pass. Confined to the opening thread. */
final class JournalScan implements JournalVisitor {
    private final RecordDecoder decoder = new RecordDecoder();
    private final Map<HotRecord.Identity, HotRecord> missing;
    private final Map<HotRecord.Identity, DamagedEntry> damaged = new LinkedHashMap<>();
    private final LongHashSet hotIds = new LongHashSet();
    private final LongHashSet damagedIds = new LongHashSet();
    private final Long2ObjectHashMap<OpenLead> openLeads = new Long2ObjectHashMap<>();
    private long highestId;
    private int configNumber;
    private String configSha256 = "";

    /**
     * @param hot         records of the hot maps; those that the journal has are taken out of it.
     * @param damagedHot  entries that recovery could not read. One that the journal has was being removed when the
     *                    process died, and is no loss.
     */
    JournalScan(final Map<HotRecord.Identity, HotRecord> hot, final List<DamagedEntry> damagedHot) {
        this.missing = hot;
        for (final HotRecord.Identity identity : hot.keySet()) {
            hotIds.add(identity.id());
        }
        for (final DamagedEntry entry : damagedHot) {
            damaged.put(new HotRecord.Identity(entry.id(), entry.kindCode(), entry.attempt()), entry);
            hotIds.add(entry.id());
            damagedIds.add(entry.id());
        }
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        final RecordKind kind = RecordKind.ofCode(RecordHeader.kindCode(buffer, offset));
        final long id = RecordHeader.id(buffer, offset);
        if (kind == RecordKind.CONFIG) {
            configNumber = (int) id;
            configSha256 = BodyReader.config(decoder.wrap(buffer, offset)).sha256();
        } else {
            highestId = Math.max(highestId, id);
        }
        if (RecordHeader.configVersion(buffer, offset) > configNumber) {
            throw new StoreException(StoreException.Code.DAMAGED, "record " + RecordHeader.sequence(buffer, offset)
                    + " was written under configuration " + RecordHeader.configVersion(buffer, offset)
                    + ", of which the journal has no record. Keep a copy of the directory and restore a backup.",
                    null);
        }
        if (hotIds.contains(id)) {
            final HotRecord.Identity identity = HotRecord.Identity.of(buffer, offset);
            missing.remove(identity);
            damaged.remove(identity);
        }
        follow(kind, id, RecordHeader.attempt(buffer, offset), location, kind == RecordKind.POST_ENDED
                && BodyReader.postEnded(decoder.wrap(buffer, offset)).status() == PostOutcome.UNKNOWN.code());
    }

    private void follow(final RecordKind kind, final long id, final int attempt, final long location,
                        final boolean isUnknown) {
        OpenLead lead = openLeads.get(id);
        if (kind == RecordKind.POSTING) {
            if (lead == null) {
                lead = new OpenLead();
                openLeads.put(id, lead);
            }
            lead.locationByAttempt.put(attempt, location);
            lead.lastPosting = location;
        } else if (lead != null && kind != RecordKind.CLICK && kind != RecordKind.CONFIG) {
            lead.isEnded |= kind != RecordKind.POST_ENDED;
            lead.isUnknown |= kind == RecordKind.POST_ENDED && isUnknown;
            lead.locationByAttempt.remove(attempt);
            if (lead.locationByAttempt.isEmpty() && lead.isEnded && !damagedIds.contains(id)) {
                openLeads.remove(id);
            }
        }
    }

    /** Leads that were posted and lack the record of their end or that of an attempt's, by id. */
    Map<Long, OpenLead> openLeads() {
        final Map<Long, OpenLead> open = new TreeMap<>();
        damaged.keySet().forEach(identity -> {
            final OpenLead lead = openLeads.get(identity.id());
            if (lead != null) {
                lead.isUnknown = true;
            }
        });
        openLeads.forEach((id, lead) -> {
            if (!lead.locationByAttempt.isEmpty() || !lead.isEnded) {
                open.put(id, lead);
            }
        });
        return open;
    }

    /** Records of the hot maps that the journal lacks, in the order in which they belong. */
    List<HotRecord> missing() {
        final List<HotRecord> sorted = new ArrayList<>(missing.values());
        sorted.sort(null);
        return sorted;
    }

    /** Entries of the hot maps that are neither readable nor in the journal. */
    List<DamagedEntry> damaged() {
        return List.copyOf(damaged.values());
    }

    long highestId() {
        return highestId;
    }

    int configNumber() {
        return configNumber;
    }

    String configSha256() {
        return configSha256;
    }

    /** A lead that was posted. */
    static final class OpenLead {
        private final Map<Integer, Long> locationByAttempt = new TreeMap<>();
        private long lastPosting;
        private boolean isEnded;
        private boolean isUnknown;

        /** Where the POSTING of each open attempt stands. */
        Map<Integer, Long> locationByAttempt() {
            return locationByAttempt;
        }

        /** Where the last POSTING stands. */
        long lastPosting() {
            return lastPosting;
        }

        boolean isEnded() {
            return isEnded;
        }

        /** Why it ended, if its end is not recorded: a buyer may have it, or all who were posted to said no. */
        StopReason reason() {
            return isUnknown || !locationByAttempt.isEmpty() ? StopReason.POST_UNKNOWN : StopReason.NO_TIME_TO_POST;
        }
    }
}
