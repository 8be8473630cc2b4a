package gavel.server.command;

import gavel.persist.DataDirectory;
import gavel.persist.ledger.Findings;
import gavel.persist.ledger.LedgerCheck;
import gavel.persist.ledger.LedgerHead;
import gavel.persist.ledger.LedgerRebuild;
import gavel.server.start.ExitCode;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code gavel ledger}: holds the books against the journal, or makes them anew from it. The starting thread. */
@Command(name = "ledger", mixinStandardHelpOptions = true,
        description = "Verifies or rebuilds the ledger of a stopped server.",
        footer = {"", "Example:", "  gavel ledger verify data"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {LedgerCommand.Verify.class, LedgerCommand.Rebuild.class})
public final class LedgerCommand extends GroupCommand {
    private static final String INSTEAD = "stop it first; what a running one says of its books is in /status";
    /** {@code gavel ledger verify}. The starting thread. */
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = {"Holds every row of the ledger against the record that it stands for, and the entries "
                + "against the sales.", "Changes nothing: records that are not settled yet are counted, and no fault."},
            footer = {"", "Example:", "  gavel ledger verify data --head 4711:5f2c..."},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:the books are right", "2:usage", "5:they are not; each finding is a line",
                "11:a server runs on the directory", "12:the disk fails",
                "13:the ledger or the journal is damaged",
                "14:a newer Gavel wrote it"})
    public static final class Verify extends DirectoryCommand {
        @Option(names = "--head", paramLabel = "SEQ:HASH", description = "A head that an earlier verify or /status "
                + "gave: shows whether the journal up to there is still the same.")
        private String noted;

        @Option(names = "--without-journal", description = "Look at what the ledger says of itself alone: its chain, "
                + "its rules, its layout.")
        private boolean alone;

        @Override
        int run(final Path directory, final PrintWriter out, final PrintWriter messages) throws IOException {
            try (StoppedDirectory stopped = StoppedDirectory.open(directory, messages, INSTEAD)) {
                if (!Files.exists(new DataDirectory(directory).database())) {
                    throw new CommandException(ExitCode.USAGE, "there is no ledger in " + directory
                            + " yet: `gavel ledger rebuild " + directory + "` makes it from the journal");
                }
                final LedgerHead head = head();
                final Findings findings = alone ? LedgerCheck.verifyAlone(directory, StoppedDirectory.MEMORY_BYTES)
                        : LedgerCheck.verify(directory, stopped.source(), StoppedDirectory.MEMORY_BYTES, head);
                out.print(findings.text());
                if (findings.isEmpty()) {
                    out.println((head == null ? "" : "the journal up to record " + head.sequence()
                            + " is what it was when the head was noted\n") + "head " + findings.head());
                }
                if (findings.behind() > 0) {
                    out.println("the next start settles them, and so does `gavel report payouts --data " + directory
                            + "`");
                }
                if (!findings.isEmpty()) {
                    out.println("the journal is the truth: `gavel journal verify " + directory
                            + "`, then `gavel ledger rebuild " + directory + " --compare`");
                }
                return findings.isEmpty() ? ExitCode.OK : ExitCode.BOOKS;
            }
        }

        private LedgerHead head() {
            if (alone && noted != null) {
                throw new CommandException(ExitCode.USAGE, "--head is held against the journal: it does not go with "
                        + "--without-journal");
            }
            try {
                return noted == null ? null : LedgerHead.parse(noted);
            } catch (final IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, "--head: " + e.getMessage(), e);
            }
        }
    }

    /** {@code gavel ledger rebuild}. The starting thread. */
    @Command(name = "rebuild", mixinStandardHelpOptions = true,
            description = "Makes the ledger anew from the journal and puts it in the place of the old one, which stays "
                + "until the new one is whole.",
            footer = {"", "Example:", "  gavel ledger rebuild data --compare"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "2:usage", "5:done, but the old one differed; or the journal does not add up",
                "11:a server runs on the directory", "12:the disk fails; the old ledger stays",
                "13:the journal is damaged; the old ledger stays",
                "14:a newer Gavel wrote the journal"})
    public static final class Rebuild extends DirectoryCommand {
        @Option(names = "--compare", description = "Say what the old one had otherwise, and if anything, "
                + "keep it as DIR/ledger/evidence/replaced-N.duckdb.")
        private boolean compare;

        @Override
        int run(final Path directory, final PrintWriter out, final PrintWriter messages) throws IOException {
            try (StoppedDirectory stopped = StoppedDirectory.open(directory, messages, INSTEAD)) {
                final LedgerRebuild.Rebuilt rebuilt = new LedgerRebuild(directory, stopped.source(),
                        StoppedDirectory.MEMORY_BYTES, SystemNanoClock.INSTANCE, stopped::say)
                        .rebuild(compare, compare);
                out.printf("the ledger was built anew from %,d records%n", rebuilt.records());
                if (rebuilt.kept() != null) {
                    out.println("the old one is " + rebuilt.kept());
                }
                return differences(rebuilt, out);
            }
        }

        private int differences(final LedgerRebuild.Rebuilt rebuilt, final PrintWriter out) {
            final Findings differences = rebuilt.differences();
            if (!compare) {
                return ExitCode.OK;
            }
            if (differences == null) {
                out.println("there was no old one that could be read, so nothing was compared");
                return ExitCode.OK;
            }
            differences.list().forEach(out::println);
            out.println(differences.isEmpty() ? "the old one said the same" : differences.count()
                    + " differences from the old one; the new one is what the journal says");
            return differences.isEmpty() ? ExitCode.OK : ExitCode.BOOKS;
        }
    }
}
