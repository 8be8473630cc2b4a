package gavel.persist.drain;

import gavel.persist.record.RecordKind;

/** Hears, on the loop that inserted a record, that it survives a power cut now. */
@FunctionalInterface
public interface ForcedListener {
    /** The record is in the journal and forced, and no longer in the hot map. */
    void onForced(RecordKind kind, int attempt);
}
