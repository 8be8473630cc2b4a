package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel keys}: the master key of people's data. The starting thread. */
@Command(name = "keys", mixinStandardHelpOptions = true,
        description = "The master key under which the keys of people's data are wrapped.",
        footer = {"", "Examples:", "  gavel keys rotate /etc/gavel/personal-2027.key"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = KeysCommand.Rotate.class)
public final class KeysCommand extends GroupCommand {
    /** {@code gavel keys rotate}. The starting thread. */
    @Command(name = "rotate", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Wraps the keys of all leads by another master key, while the server runs.",
                "Afterwards set personal.key to it: the next start needs it, and no older one any more."},
            footer = {"", "Examples:", "  openssl rand -base64 32 > /etc/gavel/personal-2027.key",
                "  gavel keys rotate /etc/gavel/personal-2027.key"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all keys are wrapped by it", "1:internal error",
                "2:usage, or the server says what is wrong with the file",
                "6:no server answers, or it can't write its keys"})
    public static final class Rotate implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "With the new key; read by the server.")
        private Path file;
        @Option(names = "--admin", paramLabel = "HOST:PORT",
                description = "The server's. Default: " + LiveServer.ADMIN + ".")
        private String admin;

        @Override
        public Integer call() throws InterruptedException {
            final Map<String, Object> answer = new LiveServer(admin, "; a stopped one needs no rotation: name the new "
                    + "key first and the old one behind a comma, start it, and rotate then")
                    .act("/keys", Map.of("file", file.toAbsolutePath().toString()));
            spec.commandLine().getOut().println(answer.get("wrapped") + " keys are wrapped by the key in "
                    + answer.get("file") + ". Set personal.key to it now: the next start needs it.");
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
