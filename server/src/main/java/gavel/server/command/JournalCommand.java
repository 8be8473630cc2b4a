package gavel.server.command;

import gavel.persist.DataDirectory;
import gavel.persist.journal.JournalPrinter;
import gavel.persist.journal.JournalReport;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.record.RecordKind;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** {@code gavel journal}: looks at the truth; reads only, so a server may be running. The starting thread. */
@Command(name = "journal", mixinStandardHelpOptions = true,
        description = "Prints and verifies the journal of a data directory. Reads only; the server may be running.",
        footer = {"", "Example:", "  gavel journal verify data"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {JournalCommand.Cat.class, JournalCommand.Verify.class})
public final class JournalCommand extends GroupCommand {
    /** The data directory, or one that holds segments, such as a backup. */
    private static void requireSegments(final Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            StoppedDirectory.requireJournal(directory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.noneMatch(file -> file.toString().endsWith(DataDirectory.SEGMENT_SUFFIX))) {
                StoppedDirectory.requireJournal(directory);
            }
        }
    }

    /** {@code gavel journal cat}. The starting thread. */
    @Command(name = "cat", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Prints the records, one a line. They hold people's data only as far as a record does.",
                "DIR may be one with segments only, such as a backup."},
            footer = {"", "Examples:", "  gavel journal cat data --kind sale",
                "  gavel journal cat data --from 1000 --json"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "2:usage", "13:the journal is damaged; what stands before that is printed",
                "14:a newer Gavel wrote it"})
    public static final class Cat extends DirectoryCommand {
        @Option(names = "--from", paramLabel = "SEQUENCE", defaultValue = "1", description = "First record.")
        private long from;
        @Option(names = "--kind", paramLabel = "KIND", description = "Only these: ${COMPLETION-CANDIDATES}.")
        private RecordKind kind;
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        int run(final Path directory, final PrintWriter out, final PrintWriter messages) throws IOException {
            requireSegments(directory);
            new JournalPrinter(directory, from, kind, json).print(out);
            return ExitCode.OK;
        }
    }

    /** {@code gavel journal verify}. The starting thread. */
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = "Checks headers, checksums and sequences of every record, and that none stands there twice.",
            footer = {"", "Example:", "  gavel journal verify data"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it is sound", "2:usage", "13:it is damaged; each problem is a line",
                "14:a newer Gavel wrote it"})
    public static final class Verify extends DirectoryCommand {
        @Override
        int run(final Path directory, final PrintWriter out, final PrintWriter messages) throws IOException {
            requireSegments(directory);
            final JournalReport report = JournalVerifier.verify(directory);
            report.problems().forEach(out::println);
            out.printf("%s: %,d records in %d segments, %,d to %,d, %,d bytes%n", report.isSound() ? "sound"
                    : report.problems().size() + " problems", report.records(), report.segments(),
                    report.firstSequence(), report.lastSequence(), report.bytes());
            if (report.records() > 0) {
                out.println("from " + instant(report.firstEpochNs()) + " to " + instant(report.lastEpochNs()));
                report.countByKind().forEach((kind, count) -> out.printf("  %-12s %,12d%n", kind, count));
            }
            if (report.tornBytes() > 0) {
                out.println(report.tornBytes() + " bytes after the last record are a batch that is being written, or "
                        + "was when the process died; that is no problem");
            }
            if (!report.isSound()) {
                out.println("keep a copy of the directory, and restore the files at fault from a backup");
            }
            return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
        }

        private static Instant instant(final long epochNs) {
            return Instant.ofEpochSecond(0, epochNs);
        }
    }
}
