package gavel.server.path;

import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Url;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Against a server that does what the test says, byte by byte. */
@Timeout(60)
class HttpStatusPortTest {
    private static final int MAX_BYTES = 100;
    private static final long LONG_NS = 50_000_000_000L;
    private static final long SHORT_NS = 50_000_000L;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final HttpStatusPort port = new HttpStatusPort(null, MAX_BYTES, threads);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    private CompletableFuture<StatusPort.Reply> ask(final long timeoutNs) {
        return port.ask(new Endpoint(new Url(false, "127.0.0.1", listener.getLocalPort(), "/s"), "GET", List.of(),
                Format.JSON, List.of(), timeoutNs, false, new Answer(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())), "/s?x=1", new byte[0]);
    }

    /** Accepts, reads the head of the request, sends this. */
    private Socket answer(final String bytes) throws IOException {
        final Socket socket = listener.accept();
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertTrue(head.indexOf("GET /s?x=1 HTTP/1.1\r\n") == 0, head.toString());
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Throwable failure(final CompletableFuture<StatusPort.Reply> reply) {
        return assertThrows(CompletionException.class, reply::join).getCause();
    }

    @Test
    void shouldHandOverStatusAndBody() throws IOException {
        final CompletableFuture<StatusPort.Reply> reply = ask(LONG_NS);
        try (Socket socket = answer("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n{}")) {
            assertEquals("404 {}", reply.join().httpStatus() + " " + new String(reply.join().body()));
            assertTrue(socket.isConnected());
        }
    }

    @Test
    void shouldFollowNoRedirect() throws IOException {
        final CompletableFuture<StatusPort.Reply> reply = ask(LONG_NS);
        answer("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n").close();
        assertEquals(302, reply.join().httpStatus());
    }

    @Test
    void shouldReadNoMoreThanItMay() throws IOException {
        final CompletableFuture<StatusPort.Reply> reply = ask(LONG_NS);
        try (Socket socket = answer("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101))) {
            assertEquals("an answer of more than 100 bytes", failure(reply).getMessage());
            assertEquals(-1, socket.getInputStream().read(), "and closes");
        }
    }

    @Test
    void shouldCloseTheConnectionOfAnAnswerThatStopsInTheMiddle() throws IOException {
        final CompletableFuture<StatusPort.Reply> reply = ask(SHORT_NS);
        try (Socket socket = answer("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{")) {
            assertInstanceOf(TimeoutException.class, failure(reply));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        listener.close();
        assertInstanceOf(IOException.class, failure(ask(LONG_NS)));
    }
}
