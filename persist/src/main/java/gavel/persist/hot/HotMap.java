package gavel.persist.hot;

import gavel.persist.DataDirectory;
import gavel.persist.record.RecordHeader;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records of one loop that are not known to be in the journal yet, in a persisted Chronicle map. Confined to one
 * thread at a time: the loop while it runs, the thread that starts and stops the server before and after.
 *
 * <p>What is in here survives the death of the process and nothing more. An entry is inserted once, never overwritten,
 * and removed by its inserter. The map never grows: who inserts must have made sure that there is room.
 */
public final class HotMap implements AutoCloseable {
    private static final String LOCK_TIMEOUT = "net.openhft.chronicle.map.lockTimeoutSeconds";
    private static final String UNFINISHED_SUFFIX = ".new";
    private static final int PAGE_BYTES = 4096;

    static {
        if (System.getProperty(LOCK_TIMEOUT) == null) {
            System.setProperty(LOCK_TIMEOUT, "1");
        }
    }

    private final Path file;
    private final ChronicleMap<HotKey, HotValue> map;
    private final HotKey key = new HotKey();
    private final HotValue value = new HotValue();
    private final HotValue copy = new HotValue();
    private final DamageListener damage;

    private HotMap(final Path file, final ChronicleMap<HotKey, HotValue> map, final DamageListener damage) {
        this.file = file;
        this.map = map;
        this.damage = damage;
    }

    /**
     * Opens a map after a clean stop, or creates it. A file is created under another name and forced before it gets
     * its own, so that one whose creation was cut short is known: it can't hold a record, and is deleted.
     */
    public static HotMap open(final Path directory, final HotShape shape) throws IOException {
        Files.createDirectories(directory);
        final Path file = directory.resolve(shape.fileName());
        if (!Files.exists(file)) {
            create(directory, file, shape);
        }
        final HotMap map = new HotMap(file, builder(shape).createPersistedTo(file.toFile()), new DamageListener());
        map.touch();
        return map;
    }

    private static void create(final Path directory, final Path file, final HotShape shape) throws IOException {
        final Path unfinished = directory.resolve(shape.fileName() + UNFINISHED_SUFFIX);
        Files.deleteIfExists(unfinished);
        try {
            builder(shape).createPersistedTo(unfinished.toFile()).close();
        } catch (final IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.force(directory);
    }

    /** Opens a file after an unclean stop: checks every entry, frees locks, deletes what is damaged. */
    public static HotMap recover(final Path file) throws IOException {
        final DamageListener damage = new DamageListener();
        final ChronicleMap<HotKey, HotValue> map =
                builder(new HotShape("", 1, PAGE_BYTES, PAGE_BYTES)).recoverPersistedTo(file.toFile(), false, damage);
        return new HotMap(file, map, damage);
    }

    private static ChronicleMapBuilder<HotKey, HotValue> builder(final HotShape shape) {
        final HotKeyMarshaller keys = new HotKeyMarshaller();
        final HotValueMarshaller values = new HotValueMarshaller();
        return ChronicleMapBuilder.of(HotKey.class, HotValue.class)
                .name("hot")
                // Its hook would close the maps at SIGTERM, under loops that are still finishing their leads.
                .skipCloseOnExitHook(true)
                .keyMarshallers(keys, keys)
                .valueMarshallers(values, values)
                .constantKeySizeBySample(new HotKey())
                .averageValueSize(shape.chunkBytes() - HotShape.ENTRY_OVERHEAD_BYTES)
                .entries(shape.entries())
                .actualSegments(1)
                .entriesPerSegment(shape.entries())
                .actualChunkSize(shape.chunkBytes())
                .actualChunksPerSegmentTier(shape.chunks())
                .maxChunksPerEntry(shape.extraChunks(shape.recordMaxBytes()) + 1)
                .allowSegmentTiering(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .checksumEntries(true)
                .sparseFile(false);
    }

    /**
     * Inserts a record under the identity in its header.
     *
     * @throws IllegalStateException it is there already: an invariant is broken.
     */
    public void insert(final DirectBuffer buffer, final int offset, final int length) {
        key.set(RecordHeader.id(buffer, offset), RecordHeader.kindCode(buffer, offset),
                RecordHeader.attempt(buffer, offset));
        if (map.putIfAbsent(key, value.wrap(buffer, offset, length)) != null) {
            throw new IllegalStateException("record " + key.id() + " kind " + key.kindCode() + " attempt "
                    + key.attempt() + " is in the hot map already");
        }
    }

    /** Copies a record; it begins at index 0 of the returned buffer and is valid until the next call. Null: none. */
    public DirectBuffer get(final long id, final int kindCode, final int attempt) {
        return map.getUsing(key.set(id, kindCode, attempt), copy) == null ? null : copy.buffer();
    }

    /** Removes a record. */
    public void remove(final long id, final int kindCode, final int attempt) {
        map.remove(key.set(id, kindCode, attempt));
    }

    /** Shows every entry, in no order. */
    public void forEach(final HotVisitor visitor) {
        final CRC32C crc = new CRC32C();
        final HotValue entryValue = new HotValue();
        map.forEachEntry(entry -> {
            final HotKey entryKey = entry.key().get();
            entry.value().getUsing(entryValue);
            final UnsafeBuffer buffer = (UnsafeBuffer) entryValue.buffer();
            final int length = entryValue.length();
            final boolean isWhole = RecordHeader.isWhole(buffer, 0, length, entryValue.bytes(), crc)
                    && RecordHeader.length(buffer, 0) == length
                    && RecordHeader.id(buffer, 0) == entryKey.id()
                    && RecordHeader.kindCode(buffer, 0) == entryKey.kindCode()
                    && RecordHeader.attempt(buffer, 0) == entryKey.attempt();
            visitor.onEntry(entryKey.id(), entryKey.kindCode(), entryKey.attempt(), isWhole, buffer, length);
        });
    }

    /** Entries. */
    public int size() {
        return map.size();
    }

    /** Entries that recovery found damaged and deleted, as far as their keys could be read. */
    public List<DamagedEntry> damaged() {
        return damage.entries();
    }

    /** Where it is persisted. */
    public Path file() {
        return file;
    }

    /** Writes to every page without changing it, so that no insert is the first to touch one. */
    private void touch() {
        final VanillaChronicleHash<?, ?, ?, ?> hash = (VanillaChronicleHash<?, ?, ?, ?>) map;
        final long address = hash.bsAddress();
        final long end = address + hash.sizeInBytesWithoutTiers();
        for (long page = address; page < end; page += PAGE_BYTES) {
            UnsafeApi.getAndAddInt(null, page, 0);
        }
    }

    @Override
    public void close() {
        map.close();
    }
}
