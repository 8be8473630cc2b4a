package gavel.server.start;

/** What the process ends with; documented in docs/CLI.md and by {@code --help}. Immutable; any thread. */
public final class ExitCode {
    /** Done, or stopped cleanly. */
    public static final int OK = 0;
    /** A mistake of ours. */
    public static final int INTERNAL = 1;
    /** The command line. */
    public static final int USAGE = 2;
    /** Journal or ledger do not add up. */
    public static final int BOOKS = 5;
    /** The server that was asked does not answer. */
    public static final int UNREACHABLE = 6;
    /** The configuration. */
    public static final int CONFIG = 7;
    /** A port is taken, or an address is not this machine's. */
    public static final int PORT = 10;
    /** Another process runs on the data directory. */
    public static final int IN_USE = 11;
    /** The disk is full or fails. */
    public static final int DISK = 12;
    /** What is on disk is damaged. */
    public static final int DAMAGED = 13;
    /** A newer Gavel wrote what is on disk. */
    public static final int NEWER = 14;

    private ExitCode() {
    }
}
