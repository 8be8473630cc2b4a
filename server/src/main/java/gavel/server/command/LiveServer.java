package gavel.server.command;

import gavel.server.admin.AdminClient;
import gavel.server.admin.AdminException;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.util.Map;

/** A running server, asked through its admin port. The starting thread. */
final class LiveServer {
    /** Where one is asked when nothing is said. */
    static final String ADMIN = "127.0.0.1:8081";

    private final String hostPort;
    private final String orElse;

    /**
     * @param hostPort of its admin port; null for {@link #ADMIN}.
     * @param orElse   what else to try when none answers, as the end of a sentence; may be empty.
     */
    LiveServer(final String hostPort, final String orElse) {
        this.hostPort = hostPort == null ? ADMIN : hostPort;
        this.orElse = orElse;
    }

    /** Prints what stands at a path. */
    void print(final String path, final Map<String, String> parameters, final CommandSpec spec)
            throws InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            new AdminClient(hostPort).copy(path, parameters, out, sentence -> note(spec, sentence));
            out.flush();
        } catch (final IOException | IllegalArgumentException e) {
            throw unreachable(e);
        } catch (final AdminException e) {
            throw e.httpStatus() >= 500 ? new CommandException(ExitCode.UNREACHABLE, "the server at " + hostPort
                    + " gives no report: " + e.getMessage(), e) : e;
        }
    }

    /** Does what a POST to a path does; returns the members of the answer. */
    Map<String, Object> act(final String path, final Map<String, Object> members) throws InterruptedException {
        try {
            return new AdminClient(hostPort).act(path, members);
        } catch (final IOException | IllegalArgumentException e) {
            throw unreachable(e);
        } catch (final AdminException e) {
            throw e.httpStatus() >= 500 ? new CommandException(ExitCode.UNREACHABLE, "the server at " + hostPort
                    + " answers: " + e.getMessage(), e) : e;
        }
    }

    /** What its page {@code /status} says. */
    Map<String, Object> status() {
        try {
            return new AdminClient(hostPort).status();
        } catch (final IOException | IllegalArgumentException e) {
            throw unreachable(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        } catch (final AdminException e) {
            throw new CommandException(ExitCode.UNREACHABLE, "the server at " + hostPort + " answers: "
                    + e.getMessage(), e);
        }
    }

    private CommandException unreachable(final Exception e) {
        return new CommandException(ExitCode.UNREACHABLE, "no server answers at " + hostPort + " ("
                + (e instanceof ConnectException ? "connection refused" : e)
                + "): start it, or name its admin.address with --admin" + orElse, e);
    }

    /** Says beside a report what has no place in it. */
    static void note(final CommandSpec spec, final String sentence) {
        spec.commandLine().getErr().println("gavel: " + sentence);
        spec.commandLine().getErr().flush();
    }
}
