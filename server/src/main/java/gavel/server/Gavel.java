package gavel.server;

import gavel.server.command.ServerCommand;
import gavel.server.runtime.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class of {@code bin/gavel} for the commands of the server. The starting thread. */
@Command(name = "gavel", mixinStandardHelpOptions = true, version = Gavel.VERSION,
        description = "A low-latency ping-post lead auction server with affiliate tracking built in.",
        subcommands = {ServerCommand.class})
public final class Gavel implements Runnable {
    /** Version of this build. */
    public static final String VERSION = "gavel " + Build.VERSION;

    public static void main(final String[] args) {
        System.exit(new CommandLine(new Gavel()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
