package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as others see it: ready, SIGTERM, report, 0. */
class SignalTest {
    @TempDir
    Path folder;

    @Test
    void shouldReportAndEndWith0OnSigterm() throws Exception {
        Path script = folder.resolve("s.yaml");
        Files.writeString(script, "buyers: [{id: acme, port: 0, post: {latency: fixed(30s)}}]");
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BuyerSim.class.getName(), "--script",
            script.toString(), "--book", folder.toString(), "--quiet"));
        Process process = new ProcessBuilder(command).redirectError(folder.resolve("err.txt").toFile()).start();
        try (BufferedReader out = process.inputReader()) {
            String ready = out.readLine();
            assertTrue(String.valueOf(ready).startsWith("ready: 1 buyers on 127.0.0.1:"),
                () -> ready + read(folder.resolve("err.txt")));
            int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
            try (RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port))) {
                client.call("/ping", RawClient.ping("A-1"));
                client.post("/post", RawClient.post("A-1"));
                process.toHandle().destroy();

                List<String> report = out.lines().toList();
                assertTrue(process.waitFor(20, TimeUnit.SECONDS));
                assertEquals(0, process.exitValue());
                assertTrue(report.get(1).startsWith("acme"), report.toString());
            }
        } finally {
            process.destroyForcibly();
        }
        assertEquals(BookLine.HEADER, Files.readAllLines(folder.resolve("acme.csv")).get(0));
        assertEquals("", read(folder.resolve("err.txt")));
    }

    /** As bin/gavel starts it: from 24 on the JDK warns of native libraries that it was not told of. */
    private static List<String> javaCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Runtime.version().feature() < 24 ? List.of(java)
            : List.of(java, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
