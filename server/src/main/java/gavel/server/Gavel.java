package gavel.server;

import gavel.server.command.BackupCommand;
import gavel.server.command.CapsCommand;
import gavel.server.command.CheckCommand;
import gavel.server.command.CommandFailures;
import gavel.server.command.CreditCommand;
import gavel.server.command.JournalCommand;
import gavel.server.command.KeysCommand;
import gavel.server.command.LedgerCommand;
import gavel.server.command.PersonCommand;
import gavel.server.command.ReportCommand;
import gavel.server.command.RestoreCommand;
import gavel.server.command.ServerCommand;
import gavel.server.command.TimeoutsCommand;
import gavel.server.command.UnknownCommand;
import gavel.server.command.UsageFailures;
import gavel.server.command.VersionCommand;
import gavel.server.runtime.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The main class of {@code bin/gavel} for the commands of the server. The starting thread. */
@Command(name = "gavel", mixinStandardHelpOptions = true, version = "gavel " + Build.VERSION,
        description = "A low-latency ping-post lead auction server with affiliate tracking built in.",
        subcommands = {ServerCommand.class, CheckCommand.class, ReportCommand.class, TimeoutsCommand.class,
            CapsCommand.class, CreditCommand.class,
            UnknownCommand.class, PersonCommand.class, KeysCommand.class, JournalCommand.class,
            LedgerCommand.class, BackupCommand.class,
            RestoreCommand.class, VersionCommand.class})
public final class Gavel implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean debug;

    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands. */
    public static CommandLine commandLine() {
        final Gavel gavel = new Gavel();
        return new CommandLine(gavel).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new CommandFailures(() -> gavel.debug))
                .setParameterExceptionHandler(new UsageFailures());
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
