package gavel.persist.journal;

import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Appends records to the journal: collects a batch, writes it with one write and forces it once. Confined to one
 * thread, the drain. After a write or a force has failed it refuses everything: what a failed force left behind
 * nobody knows, and asking a second time would be answered with a lie.
 */
public final class JournalWriter implements AutoCloseable {
    /** The part of a segment, a quarter, after which the next one is prepared. */
    private static final int PREPARE_FROM_PARTS = 4;

    private final Path directory;
    private final long segmentBytes;
    private final int batchMaxBytes;
    private final int node;
    private final EpochClock clock;
    private final NextSegment next;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer bytes;
    private final UnsafeBuffer batch;

    private FileChannel channel;
    private int number;
    private long capacityBytes;
    private long position;
    private long nextSequence;
    private long forcedSequence;
    private int batchBytes;
    private int batchRecords;
    private boolean batchForced;
    private boolean dead;
    private boolean roomMissing;
    private long segmentsCreated;

    /**
     * Opens the journal for appending at its end, where torn bytes, if any, have been erased.
     *
     * @param segmentBytes  size of a new segment.
     * @param batchMaxBytes what one write carries at most; a longer record is a batch of its own.
     */
    public JournalWriter(final Path directory, final long segmentBytes, final int batchMaxBytes, final int node,
                         final EpochClock clock, final Disk disk, final JournalEnd end) throws IOException {
        if (segmentBytes > Locations.SEGMENT_MAX_BYTES || segmentBytes < SegmentHeader.LENGTH) {
            throw new IllegalArgumentException("a segment of " + segmentBytes + " bytes");
        }
        this.directory = directory;
        this.segmentBytes = segmentBytes & -RecordHeader.ALIGNMENT;
        this.batchMaxBytes = batchMaxBytes;
        this.node = node;
        this.clock = clock;
        this.next = new NextSegment(directory, disk);
        this.bytes = ByteBuffer.allocateDirect(BatchMark.LENGTH
                + Math.max(batchMaxBytes, RecordHeader.alignedLength(RecordHeader.RECORD_MAX_BYTES)))
                .order(ByteOrder.LITTLE_ENDIAN);
        this.batch = new UnsafeBuffer(bytes);
        this.nextSequence = end.nextSequence();
        this.forcedSequence = end.nextSequence() - 1;
        Files.createDirectories(directory);
        next.discard();
        if (end.file() != null) {
            channel = disk.open(end.file(), StandardOpenOption.WRITE);
            number = end.segment();
            position = end.offset();
            capacityBytes = channel.size();
            channel.force(true);
        }
    }

    /** Whether a record of this length still belongs to the batch; if not, force first. */
    public boolean fits(final int length) {
        if (batchForced || batchRecords == 0) {
            return true;
        }
        final int after = batchBytes + RecordHeader.alignedLength(length);
        return after <= batchMaxBytes && position + after <= capacityBytes;
    }

    /**
     * Adds a record to the batch. The copy in the batch gets the sequence and a new checksum.
     *
     * @return its sequence, which holds once the batch is forced.
     */
    public long append(final DirectBuffer source, final int offset, final int length) throws IOException {
        ensureAlive();
        if (!fits(length)) {
            throw new IllegalStateException("the batch is full, force it first");
        }
        final int aligned = RecordHeader.alignedLength(length);
        if (batchForced || batchRecords == 0) {
            beginBatch(aligned);
        }
        batch.putBytes(batchBytes, source, offset, length);
        batch.setMemory(batchBytes + length, aligned - length, (byte) 0);
        RecordHeader.sequence(batch, batchBytes, nextSequence);
        RecordHeader.seal(batch, batchBytes, bytes, crc);
        batchBytes += aligned;
        batchRecords++;
        return nextSequence++;
    }

    private void beginBatch(final int aligned) throws IOException {
        batchForced = false;
        batchBytes = BatchMark.LENGTH;
        batchRecords = 0;
        if (channel == null || position + BatchMark.LENGTH + aligned > capacityBytes) {
            try {
                roll(aligned);
            } catch (final IOException | RuntimeException e) {
                dead = true;
                throw e;
            }
        }
    }

    private void roll(final int aligned) throws IOException {
        if (channel != null) {
            channel.close();
        }
        final long room = Math.max(segmentBytes, SegmentHeader.LENGTH + BatchMark.LENGTH + aligned);
        final ByteBuffer header = ByteBuffer.allocateDirect(SegmentHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        new SegmentHeader(number + 1, nextSequence, clock.time(), node).write(new UnsafeBuffer(header));
        channel = next.take(directory.resolve(Segment.name(nextSequence)), room, header);
        number++;
        position = SegmentHeader.LENGTH;
        capacityBytes = room;
        roomMissing = false;
        segmentsCreated++;
    }

    /**
     * Writes the batch and forces it. When this returns, its records survive a power cut.
     *
     * @return how many they are.
     */
    public int force() throws IOException {
        ensureAlive();
        if (batchRecords == 0 || batchForced) {
            return 0;
        }
        BatchMark.write(batch, bytes, crc, nextSequence - batchRecords, batchBytes - BatchMark.LENGTH, batchRecords);
        try {
            bytes.limit(batchBytes).position(0);
            while (bytes.hasRemaining()) {
                channel.write(bytes, position + bytes.position());
            }
            channel.force(false);
        } catch (final IOException | RuntimeException e) {
            dead = true;
            throw e;
        }
        position += batchBytes;
        forcedSequence = nextSequence - 1;
        batchForced = true;
        return batchRecords;
    }

    /** Shows the records of the batch that was forced last, until the next record is appended. */
    public void visitForced(final JournalVisitor visitor) {
        if (!batchForced) {
            return;
        }
        final long batchPosition = position - batchBytes;
        for (int at = BatchMark.LENGTH; at < batchBytes; ) {
            final int length = RecordHeader.length(batch, at);
            visitor.onRecord(Locations.location(number, batchPosition + at), batch, at, length);
            at += RecordHeader.alignedLength(length);
        }
    }

    /**
     * Does a little of the work for the next segment: always when nothing else is to be done, otherwise only as much
     * as is needed to be ready in time. A full disk is remembered, see {@link #isRoomMissing()}, and tried again.
     *
     * @return whether something was done.
     */
    public boolean prepareNext(final boolean idle) {
        if (dead || channel == null || position < capacityBytes / PREPARE_FROM_PARTS
                || next.writtenBytes() >= segmentBytes) {
            return false;
        }
        final long dueBytes = (position - capacityBytes / PREPARE_FROM_PARTS) * 2;
        if (!idle && next.writtenBytes() >= dueBytes) {
            return false;
        }
        try {
            next.writeSlice(segmentBytes);
            roomMissing = false;
            return true;
        } catch (final IOException e) {
            roomMissing = true;
            return false;
        }
    }

    /** Whether the last attempt to reserve room for the next segment failed: records run out of disk soon. */
    public boolean isRoomMissing() {
        return roomMissing;
    }

    /** The last sequence that survives a power cut. */
    public long forcedSequence() {
        return forcedSequence;
    }

    /** The sequence that the next record will get. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Segments created since this writer was opened. */
    public long segmentsCreated() {
        return segmentsCreated;
    }

    private void ensureAlive() throws IOException {
        if (dead) {
            throw new IOException("the journal's writer stopped at a failed write or force; start again");
        }
    }

    /** Forces what is left, unless it is dead, and closes the files. */
    @Override
    public void close() throws IOException {
        try {
            if (!dead) {
                force();
            }
            next.discard();
        } finally {
            dead = true;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
