package gavel.persist.journal;

import gavel.persist.DataDirectory;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One file of the journal. Immutable; any thread. */
record Segment(Path file, SegmentHeader header) {
    /** How the name of a segment ends; before it stand the 20 digits of its first sequence. */

    int number() {
        return header.number();
    }

    long firstSequence() {
        return header.firstSequence();
    }

    static String name(final long firstSequence) {
        return String.format("%020d", firstSequence) + DataDirectory.SEGMENT_SUFFIX;
    }

    /** All segments in order; a gap between them or a name that lies is a {@link JournalException}. */
    static List<Segment> list(final Path directory) throws IOException {
        final List<Segment> segments = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return segments;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(DataDirectory.SEGMENT_SUFFIX))
                    .toList()) {
                segments.add(open(file));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::firstSequence));
        for (int i = 1; i < segments.size(); i++) {
            final Segment segment = segments.get(i);
            if (segment.number() != segments.get(i - 1).number() + 1) {
                throw JournalException.damaged(segment.file, 0, segment.firstSequence(), "segment "
                        + segment.number() + " follows segment " + segments.get(i - 1).number()
                        + "; put the files between them back");
            }
        }
        return segments;
    }

    private static Segment open(final Path file) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.LENGTH);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final int available = Math.max(0, channel.read(bytes, 0));
            final SegmentHeader header = SegmentHeader.read(new UnsafeBuffer(bytes), available, file);
            if (!file.getFileName().toString().equals(name(header.firstSequence()))) {
                throw JournalException.damaged(file, 0, header.firstSequence(), "the file's name is not "
                        + name(header.firstSequence()) + ", which its header says");
            }
            return new Segment(file, header);
        }
    }
}
