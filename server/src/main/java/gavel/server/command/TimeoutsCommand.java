package gavel.server.command;

import picocli.CommandLine.Command;

/** {@code gavel timeouts}: price against the time that each buyer is given, of a running server. One thread. */
@Command(name = "timeouts", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"What each buyer's bids add to price, against the time that it is given to answer a ping.",
            "From a running server through its admin port: what loops have counted of late is in no record."},
        footer = {"", "Examples:", "  gavel timeouts", "  gavel timeouts --buyer acme --csv > acme.csv"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:internal error", "2:usage, or the server says what is wrong with the question",
            "6:no server answers"})
public final class TimeoutsCommand extends LiveTableCommand {
    TimeoutsCommand() {
        super("/timeouts", "");
    }
}
