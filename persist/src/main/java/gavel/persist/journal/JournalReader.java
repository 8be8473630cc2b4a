package gavel.persist.journal;

import gavel.persist.record.RecordDecoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the journal in order, and single records by location, while another thread or process may be writing it.
 * Confined to one thread; each reader has files and buffers of its own. It never writes.
 *
 * <p>A live journal is read up to the sequence that the drain says is forced. Without a limit, reading ends where the
 * last segment holds no whole record any more; that what stands there is only a torn batch and not damage is checked.
 */
public final class JournalReader implements AutoCloseable {
    /** The limit that means: as far as it goes. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private final Path directory;
    private final PointReader points;
    private List<Segment> segments = List.of();
    private SegmentScanner scanner;
    private long nextSequence;

    /**
     * A reader that begins at the first record there is.
     *
     * @param directory where the segments are.
     */
    public JournalReader(final Path directory) {
        this.directory = directory;
        this.points = new PointReader(directory);
        list();
        this.nextSequence = segments.isEmpty() ? 1 : segments.get(0).firstSequence();
    }

    /** Sequence of the first record there is, or 1 when there is no segment. */
    public long firstSequence() {
        list();
        return segments.isEmpty() ? 1 : segments.get(0).firstSequence();
    }

    /** Sequence of the record that the next {@link #next} shows. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Goes on at a record, by its sequence; the segment is read up to it. */
    public JournalReader seek(final long sequence) {
        closeScanner();
        nextSequence = sequence;
        return this;
    }

    /**
     * Shows the next record.
     *
     * @param limitSequence the last sequence that may be read: what the drain has forced, or {@link #NO_LIMIT}.
     * @return whether there was one.
     * @throws JournalException the journal is damaged, or ends before a limit that was given.
     */
    public boolean next(final JournalVisitor visitor, final long limitSequence) {
        if (nextSequence > limitSequence) {
            return false;
        }
        try {
            if (!find(limitSequence)) {
                return false;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        nextSequence++;
        visitor.onRecord(scanner.location(), scanner.buffer(), scanner.offset(), scanner.length());
        scanner.pass();
        return true;
    }

    /** Shows all records up to the limit, but no more than {@code maxRecords}. Returns how many. */
    public long read(final JournalVisitor visitor, final long limitSequence, final long maxRecords) {
        long count = 0;
        while (count < maxRecords && next(visitor, limitSequence)) {
            count++;
        }
        return count;
    }

    /**
     * Reads one record by its location.
     *
     * @param decoder wrapped around the record; valid until the next call.
     */
    public void readAt(final long location, final RecordDecoder decoder) {
        try {
            points.read(location, decoder);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the journal ends, after {@link #next} without a limit has returned false. */
    public JournalEnd end() {
        if (scanner == null) {
            return JournalEnd.EMPTY;
        }
        try {
            final long torn = scanner.lastWritten() - scanner.position();
            return new JournalEnd(scanner.segment().file(), scanner.segment().number(), scanner.position(), torn,
                    nextSequence);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean find(final long limitSequence) throws IOException {
        if (scanner == null && !openSegment(limitSequence)) {
            return false;
        }
        boolean fresh = false;
        while (true) {
            final SegmentScanner.Step step = scanner.look();
            if (step == SegmentScanner.Step.RECORD) {
                if (scanner.expected() == nextSequence) {
                    return true;
                }
                scanner.pass();
            } else if (!fresh) {
                scanner.refresh();
                fresh = true;
            } else if (step == SegmentScanner.Step.END && openNextSegment()) {
                fresh = false;
            } else if (isEnd(step, limitSequence)) {
                return false;
            } else {
                fresh = false;
            }
        }
    }

    /** Whether reading ends here; if not, the writer has gone on meanwhile. */
    private boolean isEnd(final SegmentScanner.Step step, final long limitSequence) throws IOException {
        final boolean isDamaged = step == SegmentScanner.Step.DAMAGED;
        final String what = isDamaged ? scanner.what() : "nothing stands here";
        if (limitSequence != NO_LIMIT) {
            throw damaged(what + ", but records up to " + limitSequence + " are expected");
        }
        list();
        final boolean isLast = segments.get(segments.size() - 1).number() == scanner.segment().number();
        if (!isLast || scanner.nextMark() >= 0) {
            scanner.refresh();
            if (scanner.look() == SegmentScanner.Step.RECORD || !isLast && !isDamaged && isFollowed()) {
                return false;
            }
            throw damaged(what + ", and batches follow after it");
        }
        return true;
    }

    private boolean isFollowed() {
        return segments.stream().anyMatch(segment -> segment.number() == scanner.segment().number() + 1
                && segment.firstSequence() == scanner.expected());
    }

    private JournalException damaged(final String what) {
        return JournalException.damaged(scanner.segment().file(), scanner.position(), nextSequence, what);
    }

    private boolean openSegment(final long limitSequence) throws IOException {
        list();
        Segment found = null;
        for (final Segment segment : segments) {
            if (segment.firstSequence() <= nextSequence) {
                found = segment;
            }
        }
        if (found == null) {
            if (segments.isEmpty() && limitSequence == NO_LIMIT && nextSequence == 1) {
                return false;
            }
            throw JournalException.damaged(directory, 0, nextSequence, segments.isEmpty()
                    ? "there is no segment" : "the journal begins with record " + segments.get(0).firstSequence());
        }
        scanner = new SegmentScanner(found);
        return true;
    }

    private boolean openNextSegment() throws IOException {
        list();
        for (final Segment segment : segments) {
            if (segment.number() == scanner.segment().number() + 1 && segment.firstSequence() == scanner.expected()) {
                closeScanner();
                scanner = new SegmentScanner(segment);
                return true;
            }
        }
        return false;
    }

    private void list() {
        try {
            segments = Segment.list(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeScanner() {
        if (scanner != null) {
            try {
                scanner.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            scanner = null;
        }
    }

    @Override
    public void close() {
        closeScanner();
        points.close();
    }
}
