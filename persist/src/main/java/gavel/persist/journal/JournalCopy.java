package gavel.persist.journal;

import gavel.persist.DataDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a directory that a server can start from out of the segments of others: a backup of a data directory, or a data
 * directory of a backup. Confined to one thread; takes no lock, and changes nothing of what it reads. The new directory
 * is made beside its place, verified as a whole, and then renamed: it is there whole, or not at all.
 */
public final class JournalCopy {
    private final Path target;
    private final Path writing;
    private final Disk disk;
    private final Progress progress;
    private long doneBytes;

    /**
     * @param target what is made; missing or empty.
     */
    public JournalCopy(final Path target, final Disk disk, final Progress progress) {
        this.target = target.toAbsolutePath().normalize();
        this.writing = this.target.resolveSibling(this.target.getFileName() + SegmentCopy.WRITING_SUFFIX);
        this.disk = disk;
        this.progress = progress;
    }

    /** Fails when something stands where the copy is to be. */
    public void requireFree() throws IOException {
        if (Files.exists(writing)) {
            throw new FileAlreadyExistsException(writing.toString(), null,
                    "another copy is being made, or was cut short; if none runs, remove it");
        }
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is not empty; name a new directory");
        }
    }

    /**
     * Makes a backup.
     *
     * @param data         a data directory.
     * @param lastSequence the last record that it has to have: what is forced, where somebody writes.
     * @return what stands in the backup, read back from it.
     * @throws JournalException the journal is damaged.
     */
    public JournalReport backup(final Path data, final long lastSequence) throws IOException {
        requireFree();
        final List<Piece> pieces = pieces(List.of(data), lastSequence);
        requireReach(pieces, lastSequence);
        return copy(data, pieces, true);
    }

    /**
     * Makes a data directory of a backup, and of segments that were archived later. Of a segment that stands in several
     * places the longest is taken, and the others must begin it.
     *
     * @param backup   what {@link #backup} made.
     * @param archives directories of segments.
     * @return what stands in the new directory, read back from it.
     * @throws JournalException segments are missing, damaged, or not all of one journal.
     */
    public JournalReport restore(final Path backup, final List<Path> archives) throws IOException {
        final long leastSequence = BackupMarker.read(backup);
        final List<Path> sources = new ArrayList<>();
        sources.add(backup);
        sources.addAll(archives);
        requireFree();
        final List<Piece> pieces = pieces(sources, JournalReader.NO_LIMIT);
        requireReach(pieces, leastSequence);
        return copy(backup, pieces, false);
    }

    private JournalReport copy(final Path keysOf, final List<Piece> pieces, final boolean isBackup)
            throws IOException {
        final long totalBytes = pieces.stream().mapToLong(piece -> piece.extent.bytes()).sum();
        final Path journal = new DataDirectory(writing).journal();
        Files.createDirectories(journal);
        final SegmentCopy copy = new SegmentCopy(disk, bytes -> {
            doneBytes += bytes;
            progress.onCopied(doneBytes, totalBytes);
        });
        for (final Piece piece : pieces) {
            copy.copy(piece.segment, piece.extent, journal);
        }
        copyKeys(keysOf);
        final JournalReport report = JournalVerifier.verify(writing);
        if (!report.isSound()) {
            final JournalReport.Problem problem = report.problems().get(0);
            throw JournalException.damaged(problem.file(), problem.offset(), 0, problem.what());
        }
        if (isBackup) {
            BackupMarker.write(writing, report.lastSequence(), disk);
        }
        disk.forceDirectory(journal);
        disk.forceDirectory(writing);
        Files.deleteIfExists(target);
        Files.move(writing, target);
        disk.forceDirectory(target.getParent());
        return report;
    }

    /** After the limit is known, so that every record up to it finds its key. */
    private void copyKeys(final Path source) throws IOException {
        final Path keys = new DataDirectory(source).keys();
        if (!Files.exists(keys)) {
            return;
        }
        final Path target = new DataDirectory(writing).keys();
        Files.createDirectories(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(keys, "*.keys")) {
            for (final Path file : files) {
                copyFile(file, target.resolve(file.getFileName()));
            }
        }
        disk.forceDirectory(target);
    }

    private void copyFile(final Path file, final Path target) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        try (FileChannel channel = disk.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private List<Piece> pieces(final List<Path> sources, final long limitSequence) throws IOException {
        final Map<Long, Piece> longest = new TreeMap<>();
        for (final Path source : sources) {
            for (final Segment segment : Segment.list(JournalVerifier.journalOf(source))) {
                if (segment.firstSequence() <= limitSequence) {
                    longest.merge(segment.firstSequence(),
                            new Piece(segment, SegmentCopy.extent(segment, limitSequence)), JournalCopy::longer);
                }
            }
        }
        final List<Piece> pieces = new ArrayList<>(longest.values());
        long expected = 1;
        for (int i = 0; i < pieces.size(); i++) {
            final Segment segment = pieces.get(i).segment;
            if (segment.firstSequence() != expected || segment.number() != i + 1) {
                throw JournalException.damaged(segment.file(), 0, expected, "segment " + (i + 1) + " with record "
                        + expected + " is missing before segment " + segment.number() + ", which begins with record "
                        + segment.firstSequence());
            }
            expected = pieces.get(i).extent.nextSequence();
        }
        return pieces;
    }

    private static void requireReach(final List<Piece> pieces, final long lastSequence) {
        final Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
        final long nextSequence = last == null ? 1 : last.extent.nextSequence();
        if (nextSequence <= lastSequence) {
            throw JournalException.damaged(last == null ? Path.of("journal") : last.segment.file(),
                    last == null ? 0 : last.extent.bytes(), nextSequence,
                    "the segments end here, but records up to " + lastSequence + " are wanted");
        }
    }

    private static Piece longer(final Piece one, final Piece other) {
        final Piece longer = one.extent.bytes() >= other.extent.bytes() ? one : other;
        final Piece shorter = longer == one ? other : one;
        if (!longer.begins(shorter)) {
            throw JournalException.damaged(shorter.segment.file(), 0, shorter.segment.firstSequence(),
                    "it is not of the journal that " + longer.segment.file() + " is of");
        }
        return longer;
    }

    /** Hears how far a copy is; the thread that copies. */
    @FunctionalInterface
    public interface Progress {
        /** So many bytes of all are written. */
        void onCopied(long bytes, long totalBytes);
    }

    /** A segment, and how much of it is copied. */
    private record Piece(Segment segment, SegmentCopy.Extent extent) {
        /** Whether another has the same bytes as far as it goes. */
        boolean begins(final Piece shorter) {
            try {
                final long mismatch = Files.mismatch(segment.file(), shorter.segment.file());
                return mismatch < 0 || mismatch >= shorter.extent.bytes();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
