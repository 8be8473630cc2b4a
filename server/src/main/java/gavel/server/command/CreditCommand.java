package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code gavel credit}: what buyers may owe, and what they pay in. The starting thread. */
@Command(name = "credit", mixinStandardHelpOptions = true,
        description = "What buyers owe, what they may owe, and what they pay in.",
        footer = {"", "Examples:", "  gavel credit list",
            "  gavel credit topup bigco \"500.00 USD\" --reference wire-4711"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {CreditCommand.ListAll.class, CreditCommand.TopUp.class})
public final class CreditCommand extends GroupCommand {
    /** {@code gavel credit list}. The starting thread. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Lists each buyer that has credit: taken, at most, left. Less than nothing is taken of one",
                "that has paid in advance. From a running server through its admin port."},
            footer = {"", "Examples:", "  gavel credit list", "  gavel credit list --buyer acme --json"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:internal error",
                "2:usage, or the server says what is wrong with the question", "6:no server answers"})
    public static final class ListAll extends LiveTableCommand {
        ListAll() {
            super("/credit", "");
        }
    }

    /** {@code gavel credit topup}. The starting thread. */
    @Command(name = "topup", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Records what a buyer paid in; its credit has it at once, and the ledger soon.",
                "Each reference counts once for a buyer, so a command may be repeated when its answer was lost.",
                "What went back to the buyer, or was a mistake, is recorded with a minus."},
            footer = {"", "Examples:", "  gavel credit topup bigco \"500.00 USD\" --reference wire-4711",
                "  gavel credit topup --reference wire-4711-back --note \"paid twice\" -- bigco \"-500.00 USD\""},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it is recorded", "1:internal error",
                "2:usage, or the server says what is wrong with it", "6:no server answers, or it can't record now"})
    public static final class TopUp implements Callable<Integer> {
        private static final Pattern AMOUNT = Pattern.compile("(\\S+) +([A-Z]{3})");

        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "BUYER", description = "Its id.")
        private String buyer;
        @Parameters(index = "1", paramLabel = "AMOUNT", description = "Such as \"500.00 USD\", in quotes.")
        private String amount;
        @Option(names = "--reference", required = true, paramLabel = "TEXT",
                description = "By which the payment is known again, such as the bank's id of it. At most 255 bytes.")
        private String reference;
        @Option(names = "--note", paramLabel = "TEXT", description = "For people; kept in the books.")
        private String note;
        @Option(names = "--admin", paramLabel = "HOST:PORT",
                description = "The server's. Default: " + LiveServer.ADMIN + ".")
        private String admin;

        @Override
        public Integer call() throws InterruptedException {
            final Matcher matcher = AMOUNT.matcher(amount);
            if (!matcher.matches()) {
                throw new CommandException(ExitCode.USAGE,
                        "expected an amount with its currency such as \"500.00 USD\", found \"" + amount + "\"");
            }
            final Map<String, Object> members = new LinkedHashMap<>();
            members.put("buyer", buyer);
            members.put("amount", matcher.group(1));
            members.put("currency", matcher.group(2));
            members.put("reference", reference);
            members.put("note", note == null ? "" : note);
            final Map<String, Object> recorded = new LiveServer(admin, "; a stopped one can't record anything")
                    .act("/credit", members);
            spec.commandLine().getOut().println(recorded.get("buyer") + ": " + recorded.get("amount") + " "
                    + recorded.get("currency") + " paid in, reference " + recorded.get("reference"));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
