package gavel.persist.journal;

import gavel.persist.DataDirectory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens the files that are written: the place where a test puts a disk that fails at its n-th call. Any thread. */
@FunctionalInterface
public interface Disk {
    /** The disk of the machine. */
    Disk REAL = FileChannel::open;

    /** Opens one file. */
    FileChannel open(Path path, OpenOption... options) throws IOException;

    /** Makes the names in a directory survive a power cut. */
    default void forceDirectory(final Path directory) throws IOException {
        DataDirectory.force(directory);
    }
}
