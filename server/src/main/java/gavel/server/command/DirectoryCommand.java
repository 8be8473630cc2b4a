package gavel.server.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A command about one data directory; what it printed is flushed, however it ends. The starting thread. */
abstract class DirectoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "DIR", description = "Data directory.")
    private Path directory;

    /** Does what it is for; returns the exit code. */
    abstract int run(Path inDirectory, PrintWriter out, PrintWriter messages) throws IOException;

    @Override
    public final Integer call() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            return run(directory, out, spec.commandLine().getErr());
        } finally {
            out.flush();
        }
    }
}
