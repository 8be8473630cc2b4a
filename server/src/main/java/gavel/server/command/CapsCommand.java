package gavel.server.command;

import picocli.CommandLine.Command;

/** {@code gavel caps}: what is taken of each cap, of a running server. One thread. */
@Command(name = "caps", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"What is taken of each cap and of each buyer's credit, and what is left.",
            "From a running server through its admin port."},
        footer = {"", "Examples:", "  gavel caps", "  gavel caps --buyer acme --csv > acme.csv"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:internal error", "2:usage, or the server says what is wrong with the question",
            "6:no server answers"})
public final class CapsCommand extends LiveTableCommand {
    CapsCommand() {
        super("/caps", "");
    }
}
