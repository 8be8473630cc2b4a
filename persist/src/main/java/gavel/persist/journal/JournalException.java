package gavel.persist.journal;

import java.nio.file.Path;

/** The journal can't be read on: it is damaged, or a newer version wrote it. Any thread. */
public final class JournalException extends RuntimeException {
    private final transient Path file;
    private final long offset;
    private final boolean newer;

    JournalException(final Path file, final long offset, final long sequence, final String what,
                     final boolean newer) {
        super(file + " at offset " + offset + ", where record " + sequence + " belongs: " + what);
        this.file = file;
        this.offset = offset;
        this.newer = newer;
    }

    static JournalException damaged(final Path file, final long offset, final long sequence, final String what) {
        return new JournalException(file, offset, sequence, what, false);
    }

    static JournalException newer(final Path file, final long offset, final long sequence, final String what) {
        return new JournalException(file, offset, sequence, "written by a newer Gavel (" + what + "); start that one",
                true);
    }

    /** The file at fault. */
    public Path file() {
        return file;
    }

    /** Where in the file. */
    public long offset() {
        return offset;
    }

    /** Whether nothing is damaged, but this build too old. */
    public boolean isNewer() {
        return newer;
    }
}
