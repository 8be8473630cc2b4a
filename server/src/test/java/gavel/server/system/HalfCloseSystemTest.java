package gavel.server.system;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Publishers that close their side as soon as they have sent what they had to send. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class HalfCloseSystemTest {
    private static final int TIMEOUT_MS = 20_000;

    @TempDir
    Path folder;

    private static String exchange(final int port, final String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void shouldAnswerWhatWasAskedWholeAndRefuseWhatWasCut(final String transport) throws Exception {
        try (TestServer test = new TestServer(folder).set("transport", transport)
                .buyer("only", "ping: {latency: fixed(20ms)}").start()) {
            final String body = Leads.json(1);
            final String request = "POST /v1/leads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                    + TestPublisher.KEY_NORTH
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;

            final String answer = exchange(test.port(), request);
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("\"status\":\"sold\""), answer);

            final String cut = exchange(test.port(), request.substring(0, request.length() - 5));
            assertTrue(cut.startsWith("HTTP/1.1 400 ") && cut.contains("\"code\":101,"), cut);
            assertTrue(exchange(test.port(), "POST /v1").contains("the request ends before it is whole"));
            assertEquals("", exchange(test.port(), ""), "nothing was asked");
        }
    }
}
