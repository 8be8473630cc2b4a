package gavel.persist.keys;

import gavel.persist.journal.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** One file of slots, drawn in docs/RECORDS.md. Its whole room is there from the beginning. Confined to one thread. */
final class KeyFile implements AutoCloseable {
    static final int SLOT_BYTES = 64;
    /** Slots of a file: 4 MiB with the header. */
    static final int SLOTS = 65_535;
    static final String SUFFIX = ".keys";
    private static final byte[] MAGIC = "GAVELKEY".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = 8;
    private static final int FIRST_OFFSET = 12;
    private static final int CRC_OFFSET = 60;
    private static final int SCAN_SLOTS = 1024;

    private final Path path;
    private final int firstId;
    private final FileChannel channel;

    private KeyFile(final Path path, final int firstId, final FileChannel channel) {
        this.path = path;
        this.firstId = firstId;
        this.channel = channel;
    }

    static Path path(final Path directory, final int firstId) {
        return directory.resolve(String.format("%010d", firstId) + SUFFIX);
    }

    /** Makes a file of empty slots; when it is cut short, there is none. */
    static KeyFile create(final Path directory, final int firstId, final Disk disk) throws IOException {
        final Path path = path(directory, firstId);
        final Path unnamed = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unnamed);
        try (FileChannel channel = disk.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.allocateDirect((SLOTS + 1) * SLOT_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(0, MAGIC).putInt(VERSION_OFFSET, VERSION).putInt(FIRST_OFFSET, firstId);
            bytes.putInt(CRC_OFFSET, headerCrc(bytes));
            writeAll(channel, bytes, 0);
            channel.force(true);
        }
        Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
        disk.forceDirectory(directory);
        return open(path, firstId, disk);
    }

    /**
     * @param firstId that it must have.
     * @throws KeyException it is not what it should be.
     */
    static KeyFile open(final Path path, final int firstId, final Disk disk) throws IOException {
        final FileChannel channel = disk.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            check(path, firstId, channel);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new KeyFile(path, firstId, channel);
    }

    private static void check(final Path path, final int firstId, final FileChannel channel) throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (channel.size() < (SLOTS + 1L) * SLOT_BYTES) {
            throw damaged(path, "it has " + channel.size() + " bytes, and not " + (SLOTS + 1L) * SLOT_BYTES);
        }
        readAll(channel, header, 0);
        final byte[] magic = new byte[MAGIC.length];
        header.get(0, magic);
        if (!Arrays.equals(magic, MAGIC) || header.getInt(CRC_OFFSET) != headerCrc(header)) {
            throw damaged(path, "its head is not that of a file of keys");
        }
        if (header.getInt(VERSION_OFFSET) > VERSION) {
            throw damaged(path, "a newer Gavel wrote it");
        }
        if (header.getInt(FIRST_OFFSET) != firstId) {
            throw damaged(path, "it begins with key " + header.getInt(FIRST_OFFSET) + ", and key " + firstId
                    + " comes next; is a file missing?");
        }
    }

    private static KeyException damaged(final Path path, final String what) {
        return new KeyException(KeyException.Code.DAMAGED, path + ": " + what + "; restore it from a backup", null);
    }

    private static int headerCrc(final ByteBuffer bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }

    int firstId() {
        return firstId;
    }

    /** The first id that is no longer in it. */
    int endId() {
        return firstId + SLOTS;
    }

    /** The first id after which no slot was ever written. */
    int nextId() throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(SCAN_SLOTS * SLOT_BYTES);
        int next = firstId;
        for (int id = firstId; id < endId(); id += SCAN_SLOTS) {
            bytes.clear().limit(Math.min(SCAN_SLOTS, endId() - id) * SLOT_BYTES);
            readAll(channel, bytes, position(id));
            for (int slot = 0; slot < bytes.limit() / SLOT_BYTES; slot++) {
                next = bytes.get(slot * SLOT_BYTES) == 0 ? next : id + slot + 1;
            }
        }
        return next;
    }

    /** Reads slots from an id on, as many as there is room for. */
    void read(final int id, final ByteBuffer slots) throws IOException {
        readAll(channel, slots, position(id));
    }

    /** Writes slots from an id on; not forced yet. */
    void write(final int id, final ByteBuffer slots) throws IOException {
        writeAll(channel, slots, position(id));
    }

    void force() throws IOException {
        channel.force(false);
    }

    private long position(final int id) {
        return (id - firstId + 1L) * SLOT_BYTES;
    }

    private static void writeAll(final FileChannel channel, final ByteBuffer bytes, final long from)
            throws IOException {
        final int start = bytes.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes, from + bytes.position() - start);
        }
    }

    private static void readAll(final FileChannel channel, final ByteBuffer bytes, final long from)
            throws IOException {
        final int start = bytes.position();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position() - start) < 0) {
                throw new IOException("a file of keys ends too early");
            }
        }
        bytes.position(start);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
