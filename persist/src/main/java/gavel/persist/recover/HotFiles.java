package gavel.persist.recover;

import gavel.persist.DataDirectory;
import gavel.persist.hot.DamagedEntry;
import gavel.persist.hot.HotMap;
import gavel.persist.hot.HotShape;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The hot maps' files of one directory, those of loops that no longer exist and of other sizes among them. Confined to
 * the opening and closing thread.
 */
final class HotFiles {
    private final Path directory;
    private final Map<String, HotShape> wanted = new LinkedHashMap<>();
    private final Map<String, HotMap> openByName = new TreeMap<>();
    private final List<Path> used = new ArrayList<>();
    private final Map<HotRecord.Identity, HotRecord> records = new LinkedHashMap<>();
    private final List<DamagedEntry> damaged = new ArrayList<>();

    HotFiles(final Path directory, final List<HotShape> shapes) {
        this.directory = directory;
        for (final HotShape shape : shapes) {
            wanted.put(shape.fileName(), shape);
        }
    }

    /** Reads all entries. After a clean stop a file of the right shape and without entries stays open for use. */
    void read(final boolean isClean) throws IOException {
        for (final Path file : list()) {
            final HotShape shape = wanted.get(file.getFileName().toString());
            final boolean isTrusted = isClean && shape != null;
            final HotMap map = isTrusted ? HotMap.open(directory, shape) : recover(file);
            if (isTrusted && map.size() == 0) {
                openByName.put(shape.name(), map);
                continue;
            }
            try (map) {
                map.forEach((id, kindCode, attempt, isWhole, buffer, length) -> {
                    if (isWhole) {
                        final HotRecord.Identity identity = new HotRecord.Identity(id, kindCode, attempt);
                        records.put(identity, HotRecord.copyOf(identity, buffer, length));
                    } else {
                        damaged.add(new DamagedEntry(id, kindCode, attempt));
                    }
                });
                damaged.addAll(map.damaged());
            }
            used.add(file);
        }
    }

    private static HotMap recover(final Path file) throws IOException {
        try {
            return HotMap.recover(file);
        } catch (final RuntimeException e) {
            throw new StoreException(StoreException.Code.DAMAGED, file + " can't be recovered (" + e.getMessage()
                    + "). Keep a copy of it, move it away and start again: only records that were in no forced batch"
                    + " of the journal are lost with it.", e);
        }
    }

    private List<Path> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(DataDirectory.HOT_SUFFIX)).sorted().toList();
        }
    }

    /** Once the journal has everything: deletes the files that were read, and opens those that are wanted. */
    void renew() throws IOException {
        for (final Path file : used) {
            Files.delete(file);
        }
        used.clear();
        records.clear();
        for (final HotShape shape : wanted.values()) {
            if (!openByName.containsKey(shape.name())) {
                openByName.put(shape.name(), HotMap.open(directory, shape));
            }
        }
    }

    HotMap map(final HotShape shape) {
        return openByName.get(shape.name());
    }

    Map<HotRecord.Identity, HotRecord> records() {
        return records;
    }

    List<DamagedEntry> damaged() {
        return damaged;
    }

    /** Closes all, and forces them so that a power cut can't bring back what was removed. */
    void close(final boolean isForced) throws IOException {
        for (final HotMap map : openByName.values()) {
            map.close();
            if (isForced) {
                try (FileChannel channel = FileChannel.open(map.file(), StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        openByName.clear();
    }
}
