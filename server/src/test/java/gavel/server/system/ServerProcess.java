package gavel.server.system;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server in a process of its own, as {@code bin/gavel server} starts it. Used by one thread. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on [^ ]*:(\\d+), admin [^ ]*:(\\d+)");
    private static final List<String> QUICK_START = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final long LIMIT_S = 30;

    private final Process process;
    private final Path output;
    private int port;
    private int adminPort;

    private ServerProcess(final Process process, final Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a server on a test's folders; returns when it listens. */
    static ServerProcess start(final TestServer test) throws Exception {
        return start(test, QUICK_START);
    }

    /** The same with options of the JVM, the last of which win. */
    static ServerProcess start(final TestServer test, final List<String> options) throws Exception {
        final Path output = Files.createTempFile(test.config().getParent(), "server", ".txt");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Dio.netty.leak")).toList());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), "gavel.server.Gavel", "server", "--config",
                test.config().toString(), "--data", test.data().toString()));
        test.overrides().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        final ServerProcess started = new ServerProcess(process, output);
        try {
            Until.holds("the process listens", started::isListening);
            return started;
        } catch (final Exception | AssertionError e) {
            started.close();
            throw e;
        }
    }

    private static String classPath() {
        final String surefire = System.getProperty("surefire.test.class.path");
        return surefire != null ? surefire : System.getProperty("java.class.path");
    }

    private boolean isListening() throws IOException {
        final String text = Files.readString(output);
        final Matcher matcher = LISTENING.matcher(text);
        if (!process.isAlive()) {
            throw new IllegalStateException("the process ended with " + process.exitValue() + ": " + text);
        }
        if (!matcher.find()) {
            return false;
        }
        port = Integer.parseInt(matcher.group(1));
        adminPort = Integer.parseInt(matcher.group(2));
        return true;
    }

    int port() {
        return port;
    }

    int adminPort() {
        return adminPort;
    }

    /** SIGKILL. */
    void kill() throws Exception {
        process.destroyForcibly();
        end();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws Exception {
        process.destroy();
        return end();
    }

    private int end() throws Exception {
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end: " + Files.readString(output));
        }
        TestServer.note(Files.readString(output));
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
