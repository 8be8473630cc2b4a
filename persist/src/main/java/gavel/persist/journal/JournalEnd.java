package gavel.persist.journal;

import java.nio.file.Path;

/**
 * Where the journal ends, that is where its next record belongs. Immutable; any thread.
 *
 * @param file         the last segment, or null when there is none.
 * @param segment      its number, or 0.
 * @param offset       first byte after its last record.
 * @param tornBytes    bytes after the offset that are no whole record, up to the last that is not zero.
 * @param nextSequence sequence of the next record.
 */
public record JournalEnd(Path file, int segment, long offset, long tornBytes, long nextSequence) {
    /** The end of a journal without a segment. */
    public static final JournalEnd EMPTY = new JournalEnd(null, 0, 0, 0, 1);
}
