package gavel.server.command;

import gavel.persist.DataDirectory;
import gavel.persist.journal.JournalPrinter;
import gavel.persist.journal.JournalReport;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.record.RecordKind;
import gavel.server.start.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code gavel journal}: looks at the truth; reads only, so a server may be running. The starting thread. */
@Command(name = "journal", mixinStandardHelpOptions = true,
        description = "Prints and verifies the journal of a data directory. Reads only; the server may be running.",
        footer = {"", "Example:", "  gavel journal verify data"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {JournalCommand.Cat.class, JournalCommand.Verify.class})
public final class JournalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: cat or verify");
    }

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
            description = "Prints the records, one a line. They hold people's data only as far as a record does.",
            footer = {"", "Examples:", "  gavel journal cat data --kind sale",
                "  gavel journal cat data --from 1000 --json"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "2:usage", "13:the journal is damaged; what stands before that is printed",
                "14:a newer Gavel wrote it"})
    public static final class Cat implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "DIR", description = "Data directory, or one with its segments.")
        private Path directory;
        @Option(names = "--from", paramLabel = "SEQUENCE", defaultValue = "1", description = "First record.")
        private long from;
        @Option(names = "--kind", paramLabel = "KIND", description = "Only these: ${COMPLETION-CANDIDATES}.")
        private RecordKind kind;
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            requireSegments(directory);
            final PrintWriter out = spec.commandLine().getOut();
            try {
                new JournalPrinter(directory, from, kind, json).print(out);
            } finally {
                out.flush();
            }
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
    public static final class Verify implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "DIR", description = "Data directory.")
        private Path directory;

        @Override
        public Integer call() throws IOException {
            requireSegments(directory);
            final JournalReport report = JournalVerifier.verify(directory);
            final PrintWriter out = spec.commandLine().getOut();
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
            out.flush();
            return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
        }

        private static Instant instant(final long epochNs) {
            return Instant.ofEpochSecond(0, epochNs);
        }
    }
}
