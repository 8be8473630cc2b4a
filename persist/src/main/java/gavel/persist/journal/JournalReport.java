package gavel.persist.journal;

import gavel.persist.record.RecordKind;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a walk through a journal found. Immutable; any thread.
 *
 * @param segments      files.
 * @param bytes         of records with their padding and marks, without the room that is still free.
 * @param records       whole ones.
 * @param countByKind   the same by kind; kinds that do not occur are 0.
 * @param firstSequence of the first record, or 0 when there is none.
 * @param lastSequence  of the last.
 * @param firstEpochNs  the earliest time that a record carries, or 0.
 * @param lastEpochNs   the latest.
 * @param tornBytes     after the last record: a batch that is being written, or was when the process died. No problem.
 * @param problems      what is wrong.
 */
public record JournalReport(int segments, long bytes, long records, Map<RecordKind, Long> countByKind,
                            long firstSequence, long lastSequence, long firstEpochNs, long lastEpochNs,
                            long tornBytes, List<Problem> problems) {

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return problems.isEmpty();
    }

    /** One thing that is wrong, and where. */
    public record Problem(Path file, long offset, String what) {
        @Override
        public String toString() {
            return file + " at offset " + offset + ": " + what;
        }
    }
}
