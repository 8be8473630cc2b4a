package gavel.server.command;

import gavel.persist.DataDirectory;
import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalCopy;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalReport;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code gavel backup}: a copy of the journal that a server can be restored from. The starting thread. */
@Command(name = "backup", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Copies the journal of a data directory, and its keys if there are any; the server may run.",
            "A running one is asked how far its records are forced, and the backup goes up to there.",
            "All of it is read back before it has its name, so TARGET is there whole or not at all."},
        footer = {"", "Examples:", "  gavel backup data /backups/2026-11-23",
            "  gavel backup data /backups/noon --admin 127.0.0.1:9081"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the backup is whole", "1:internal error",
            "2:usage, something is in the way of TARGET, or the server runs on another directory",
            "6:a server runs on DIR and does not answer", "12:the disk fails", "13:the journal is damaged",
            "14:a newer Gavel wrote it"})
public final class BackupCommand extends DirectoryCommand {
    @Parameters(index = "1", paramLabel = "TARGET", description = "What is made: missing or empty.")
    private Path target;
    @Option(names = "--admin", paramLabel = "HOST:PORT",
            description = "The server's, if one runs. Default: " + LiveServer.ADMIN + ".")
    private String admin;

    @Override
    int run(final Path directory, final PrintWriter out, final PrintWriter messages) throws IOException {
        final JournalCopy copy = new JournalCopy(target, Disk.REAL, new CopyProgress(messages));
        requireFree(copy);
        final JournalReport report;
        try (StoppedDirectory stopped = stopped(directory, messages)) {
            report = copy.backup(directory, stopped == null ? forced(directory) : last(directory));
        }
        out.printf("backup of %,d records in %d segments, up to record %d, %,d bytes%n", report.records(),
                report.segments(), report.lastSequence(), report.bytes());
        out.println("`gavel restore " + target + " DIR` makes a data directory of it");
        return ExitCode.OK;
    }

    /** Fails as a mistake of who typed it, not of the disk. */
    static void requireFree(final JournalCopy copy) throws IOException {
        try {
            copy.requireFree();
        } catch (final FileSystemException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** The directory, held; or null while a server runs on it. */
    private static StoppedDirectory stopped(final Path directory, final PrintWriter messages) throws IOException {
        try {
            return StoppedDirectory.open(directory, messages, "it is asked");
        } catch (final CommandException e) {
            if (e.exitCode() == ExitCode.IN_USE) {
                return null;
            }
            throw e;
        }
    }

    private static long last(final Path directory) {
        try (JournalReader reader = new JournalReader(new DataDirectory(directory).journal())) {
            reader.read((location, buffer, offset, length) -> { }, JournalReader.NO_LIMIT, Long.MAX_VALUE);
            return reader.nextSequence() - 1;
        }
    }

    private long forced(final Path directory) throws IOException {
        final Map<String, Object> status = new LiveServer(admin, "").status();
        final Map<?, ?> journal = (Map<?, ?>) status.get("journal");
        final Path served = Path.of(String.valueOf(journal.get("directory")));
        if (!Files.exists(served) || !Files.isSameFile(served, new DataDirectory(directory).journal())) {
            throw new CommandException(ExitCode.USAGE, "the server that answers has its journal in " + served
                    + ", and another one runs on " + directory + ": name its admin.address with --admin");
        }
        return ((Number) journal.get("forced_sequence")).longValue();
    }
}
