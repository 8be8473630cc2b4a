package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The open ledger of one data directory: {@code DIR/ledger/ledger.duckdb}, held against every other process. Any
 * thread may ask it for a connection, and each connection is confined to the thread that asked; settlement is the only
 * one that writes.
 */
public final class Ledger implements AutoCloseable {
    /** Layout of the tables that this build reads and writes. */
    public static final int SCHEMA_VERSION = 5;
    /** What sorting and joining may put on disk; a report that needs more fails, and the disk stays free. */
    private static final String TEMPORARY_MAX = "4GB";
    /**
     * Larger means longer pauses inside a commit and a slower start after a kill. Smaller than the room that one row of
     * every table takes in memory means a checkpoint in every commit: at 2 MB that was so; see docs/LEDGER.md.
     */
    private static final String CHECKPOINT_THRESHOLD = "64MB";

    private final LedgerFiles files;
    private final Path database;
    private final LedgerLock lock;
    private final long memoryBytes;
    private DuckDBConnection root;

    private Ledger(final LedgerFiles files, final Path database, final LedgerLock lock, final long memoryBytes) {
        this.files = files;
        this.database = database;
        this.lock = lock;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Opens the ledger of a data directory, and makes it where there is none.
     *
     * @param memoryBytes most memory for the engine: {@code settle.memory}.
     * @throws LedgerException with the reason, and a message that says what to do.
     */
    public static Ledger open(final Path dataDirectory, final long memoryBytes) {
        final LedgerFiles files = new LedgerFiles(dataDirectory);
        final LedgerLock lock = LedgerLock.acquire(files);
        try {
            return open(files, files.database(), lock, memoryBytes);
        } catch (final RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Opens one database file; {@code lock} is released with it, and null when the caller holds it. */
    static Ledger open(final LedgerFiles files, final Path database, final LedgerLock lock, final long memoryBytes) {
        final Ledger ledger = new Ledger(files, database, lock, memoryBytes);
        try {
            Files.createDirectories(files.temporary());
            ledger.root = ledger.connectRoot();
            ledger.ensureSchema();
            return ledger;
        } catch (final SQLException e) {
            ledger.closeRoot();
            throw ledger.explain(e);
        } catch (final IOException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledger in " + files.directory()
                    + " can't be opened: " + e, e);
        } catch (final LedgerException e) {
            ledger.closeRoot();
            throw e;
        }
    }

    /**
     * How far a ledger has come.
     *
     * @param sequence of the last record that it holds, or 0.
     * @param crc      of that record.
     */
    public record Settled(long sequence, long crc) {
        /** Nothing is in it, or it is not there. */
        public static final Settled NOTHING = new Settled(0, 0);
    }

    /** How far the ledger of a data directory has come; nothing where there is none, or one that must be rebuilt. */
    public static Settled settled(final Path dataDirectory, final long memoryBytes) {
        if (!Files.exists(new LedgerFiles(dataDirectory).database())) {
            return Settled.NOTHING;
        }
        try (Ledger ledger = open(dataDirectory, memoryBytes);
             Connection connection = ledger.connect();
             Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT sequence, record_crc FROM position")) {
            return result.next() ? new Settled(result.getLong(1), result.getLong(2)) : Settled.NOTHING;
        } catch (final LedgerException e) {
            if (e.isRebuildable()) {
                return Settled.NOTHING;
            }
            throw e;
        } catch (final SQLException e) {
            return Settled.NOTHING;
        }
    }

    /** A connection of the caller's own, to be closed soon: an open read holds up checkpoints. */
    synchronized DuckDBConnection connect() throws SQLException {
        if (root == null) {
            root = connectRoot();
        }
        return root.duplicate();
    }

    /** Gives up the engine after a failure, so that the next {@link #connect()} begins with a new one. */
    synchronized void discard() {
        closeRoot();
    }

    /** Where it lies. */
    public Path database() {
        return database;
    }

    LedgerFiles files() {
        return files;
    }

    /** Bytes of the write-ahead log; they grow while a report is read. */
    public long walBytes() {
        try {
            return Files.size(LedgerFiles.walOf(database));
        } catch (final IOException e) {
            return 0;
        }
    }

    @Override
    public synchronized void close() {
        closeRoot();
        if (lock != null) {
            lock.close();
        }
    }

    private void closeRoot() {
        if (root != null) {
            closeQuietly(root);
            root = null;
        }
    }

    /** Closes what is given up anyway. */
    static void closeQuietly(final AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (final Exception e) {
            // It was given up because something failed; that failure is the one that is told.
            return;
        }
    }

    private DuckDBConnection connectRoot() throws SQLException {
        final Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", memoryBytes + "B");
        settings.setProperty("temp_directory", files.temporary().toAbsolutePath().toString());
        settings.setProperty("max_temp_directory_size", TEMPORARY_MAX);
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("checkpoint_threshold", CHECKPOINT_THRESHOLD);
        settings.setProperty("lock_configuration", "true");
        final Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + database.toAbsolutePath(), settings);
        NativeLibrary.removeCopies();
        return connection.unwrap(DuckDBConnection.class);
    }

    private void ensureSchema() throws SQLException {
        try (Statement statement = root.createStatement()) {
            if (count(statement, "SELECT count(*) FROM duckdb_tables()") == 0) {
                statement.execute("BEGIN TRANSACTION");
                statement.execute(Sql.text("schema"));
                statement.execute(Sql.text("views"));
                statement.execute("INSERT INTO schema_version VALUES (" + SCHEMA_VERSION + ")");
                statement.execute("COMMIT");
                return;
            }
            final long version = count(statement, "SELECT max(version) FROM schema_version");
            if (version > SCHEMA_VERSION) {
                throw new LedgerException(LedgerException.Reason.NEWER, database + " has layout " + version
                        + ", which a newer Gavel wrote; this one knows " + SCHEMA_VERSION
                        + ": start the newer one, or `" + rebuildCommand() + "`");
            }
            if (version < SCHEMA_VERSION) {
                throw new LedgerException(LedgerException.Reason.OLDER, database + " has layout " + version
                        + ", which an older Gavel wrote; this one has " + SCHEMA_VERSION
                        + ": `" + rebuildCommand() + "`");
            }
        }
    }

    private static long count(final Statement statement, final String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private String rebuildCommand() {
        return "gavel ledger rebuild " + files.dataDirectory();
    }

    private LedgerException explain(final SQLException e) {
        final String message = String.valueOf(e.getMessage());
        if (message.contains("Could not set lock") || message.contains("Conflicting lock")) {
            return LedgerLock.locked(files, e);
        }
        if (message.contains("Cannot open file") || message.contains("Permission denied")
                || message.contains("No space left") || message.contains("Out of Memory")) {
            return new LedgerException(LedgerException.Reason.FAILED, database + " can't be opened: " + message, e);
        }
        return new LedgerException(LedgerException.Reason.DAMAGED, database + " is damaged (" + message
                + "); nothing is lost, the journal has it all: `" + rebuildCommand() + "`", e);
    }
}
