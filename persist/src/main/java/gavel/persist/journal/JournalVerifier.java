package gavel.persist.journal;

import gavel.persist.DataDirectory;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordException;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.collections.LongHashSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through a journal and checks all of it: headers, marks, checksums, sequences, and that no identity stands in it
 * twice. Reads only, and takes no lock: the directory may be a running server's. Confined to one thread. Keeps sixteen
 * bytes or more in memory for each record.
 */
public final class JournalVerifier {
    private final Path directory;
    private final List<JournalReport.Problem> problems = new ArrayList<>();
    private final Map<RecordKind, Long> countByKind = new EnumMap<>(RecordKind.class);
    private final LongHashSet identities = new LongHashSet();
    private long bytes;
    private long records;
    private long firstSequence;
    private long lastSequence;
    private final RecordDecoder decoder = new RecordDecoder();
    private long firstEpochNs;
    private long lastEpochNs;
    private long tornBytes;

    private JournalVerifier(final Path directory) {
        this.directory = directory;
    }

    /**
     * Checks the journal of a data directory.
     *
     * @param directory the data directory, or the journal's own.
     * @throws JournalException a newer version wrote it; nothing can be said of it.
     */
    public static JournalReport verify(final Path directory) throws IOException {
        return new JournalVerifier(journalOf(directory)).run();
    }

    static Path journalOf(final Path directory) {
        final Path inside = new DataDirectory(directory).journal();
        return Files.isDirectory(inside) ? inside : directory;
    }

    private JournalReport run() throws IOException {
        for (final RecordKind kind : RecordKind.values()) {
            countByKind.put(kind, 0L);
        }
        List<Segment> segments = List.of();
        try {
            segments = Segment.list(directory);
        } catch (final JournalException e) {
            if (e.isNewer()) {
                throw e;
            }
            problems.add(new JournalReport.Problem(e.file(), e.offset(), e.getMessage()));
        }
        long expected = 1;
        for (int i = 0; i < segments.size(); i++) {
            final Segment segment = segments.get(i);
            if (segment.firstSequence() != expected) {
                problem(segment, 0, "the segment begins with record " + segment.firstSequence() + ", expected is "
                        + expected);
            }
            expected = walk(segment, i == segments.size() - 1);
        }
        return new JournalReport(segments.size(), bytes, records, countByKind, firstSequence, lastSequence,
                firstEpochNs, lastEpochNs, tornBytes, List.copyOf(problems));
    }

    private long walk(final Segment segment, final boolean isLast) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(segment)) {
            boolean isFresh = false;
            while (true) {
                final SegmentScanner.Step step = scanner.look();
                if (step == SegmentScanner.Step.RECORD) {
                    count(scanner);
                    scanner.pass();
                    isFresh = false;
                } else if (!isFresh) {
                    scanner.refresh();
                    isFresh = true;
                } else if (!resume(scanner, step, isLast)) {
                    bytes += scanner.position() - SegmentHeader.LENGTH;
                    return scanner.expected();
                } else {
                    isFresh = false;
                }
            }
        }
    }

    /** Goes on after a bad place if there is a batch after it. Returns whether there is. */
    private boolean resume(final SegmentScanner scanner, final SegmentScanner.Step step, final boolean isLast)
            throws IOException {
        final boolean isDamaged = step == SegmentScanner.Step.DAMAGED;
        final String what = isDamaged ? scanner.what() : "nothing stands here";
        final long mark = scanner.nextMark();
        if (mark < 0) {
            final long torn = scanner.lastWritten() - scanner.position();
            if (isLast) {
                tornBytes = torn;
            } else if (isDamaged || torn > 0) {
                problem(scanner.segment(), scanner.position(), what + ", where record " + scanner.expected()
                        + " belongs");
            }
            return false;
        }
        scanner.refresh();
        if (scanner.look() == SegmentScanner.Step.RECORD) {
            return true;
        }
        problem(scanner.segment(), scanner.position(), what + ", where record " + scanner.expected()
                + " belongs; batches follow from offset " + mark);
        scanner.resume(mark);
        return true;
    }

    private void count(final SegmentScanner scanner) {
        final long sequence = scanner.expected();
        final RecordKind kind = RecordKind.ofCode(RecordHeader.kindCode(scanner.buffer(), scanner.offset()));
        final long id = RecordHeader.id(scanner.buffer(), scanner.offset());
        final int attempt = RecordHeader.attempt(scanner.buffer(), scanner.offset());
        final long epochNs = RecordHeader.epochNs(scanner.buffer(), scanner.offset());
        firstSequence = records == 0 ? sequence : firstSequence;
        lastSequence = sequence;
        firstEpochNs = records == 0 ? epochNs : Math.min(firstEpochNs, epochNs);
        lastEpochNs = records == 0 ? epochNs : Math.max(lastEpochNs, epochNs);
        records++;
        countByKind.merge(kind, 1L, Long::sum);
        try {
            RecordFields.of(decoder.wrap(scanner.buffer(), scanner.offset()), 0);
        } catch (final RecordException e) {
            problem(scanner.segment(), Locations.offset(scanner.location()), e.getMessage());
        }
        if (!identities.add(mixed(id, kind.code(), attempt))) {
            problem(scanner.segment(), Locations.offset(scanner.location()), kind + " " + id + " attempt " + attempt
                    + " stands in the journal a second time, as record " + sequence);
        }
    }

    private static long mixed(final long id, final int kindCode, final int attempt) {
        long hash = id * 0x9e37_79b9_7f4a_7c15L + kindCode * 256L + attempt;
        hash = (hash ^ hash >>> 32) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ hash >>> 29) * 0x94d0_49bb_1331_11ebL;
        return hash ^ hash >>> 32;
    }

    private void problem(final Segment segment, final long offset, final String what) {
        problems.add(new JournalReport.Problem(segment.file(), offset, what));
    }
}
