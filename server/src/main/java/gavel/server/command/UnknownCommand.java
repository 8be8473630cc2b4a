package gavel.server.command;

import picocli.CommandLine.Command;

/** {@code gavel unknown}: posts whose outcome nobody knows. The starting thread. */
@Command(name = "unknown", mixinStandardHelpOptions = true,
        description = "Posts whose outcome nobody knows: who may have which lead.",
        footer = {"", "Example:", "  gavel unknown list"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = UnknownCommand.ListAll.class)
public final class UnknownCommand extends GroupCommand {
    /** {@code gavel unknown list}. The starting thread. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Lists them, the oldest first: lead, since when, buyer and price.",
                "From a running server through its admin port."},
            footer = {"", "Examples:", "  gavel unknown list", "  gavel unknown list --buyer acme --csv > acme.csv"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:internal error",
                "2:usage, or the server says what is wrong with the question", "6:no server answers"})
    public static final class ListAll extends LiveTableCommand {
        ListAll() {
            super("/unknown", "; of a stopped one, `gavel journal cat DIR --kind post_ended` shows them");
        }
    }
}
