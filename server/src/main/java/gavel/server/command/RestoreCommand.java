package gavel.server.command;

import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalCopy;
import gavel.persist.journal.JournalReport;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code gavel restore}: a data directory out of a backup. The starting thread. */
@Command(name = "restore", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Makes a data directory out of a backup, and of segments that were copied elsewhere later.",
            "All of it is read back before it has its name, so DIR is there whole or not at all.",
            "The first start makes the ledger anew, and posts that the backup has no end of become unknown."},
        footer = {"", "Examples:", "  gavel restore /backups/2026-11-23 data",
            "  gavel restore /backups/2026-11-23 data --segments /archive"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the directory is whole", "1:internal error",
            "2:usage, BACKUP is none, or something is in the way of DIR", "12:the disk fails",
            "13:segments are missing, damaged or of another journal", "14:a newer Gavel wrote it"})
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Parameters(index = "0", paramLabel = "BACKUP", description = "What gavel backup made.")
    private Path backup;
    @Parameters(index = "1", paramLabel = "DIR", description = "What is made: missing or empty.")
    private Path directory;
    @Option(names = "--segments", paramLabel = "PATH", description = "More segments of the same journal; repeatable.")
    private List<Path> segments = List.of();

    @Override
    public Integer call() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        final JournalCopy copy =
                new JournalCopy(directory, Disk.REAL, new CopyProgress(spec.commandLine().getErr()));
        BackupCommand.requireFree(copy);
        final JournalReport report;
        try {
            report = copy.restore(backup, segments);
        } catch (final NoSuchFileException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
        out.printf("restored %,d records in %d segments, up to record %d, into %s%n", report.records(),
                report.segments(), report.lastSequence(), directory);
        out.println("what was sold after that record is not in it: ask buyers, before such leads come again");
        out.flush();
        return ExitCode.OK;
    }
}
