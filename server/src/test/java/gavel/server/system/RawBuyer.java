package gavel.server.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A buyer that writes the very bytes that a test says, or closes instead. One thread for each connection. */
final class RawBuyer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final boolean resets;
    private final Script script;

    /** What is said. */
    @FunctionalInterface
    interface Script {
        /** An answer as it goes over the wire, or null to close; {@code before} requests were on this connection. */
        String answer(boolean isPost, int before);
    }

    /**
     * A buyer on a free port.
     *
     * @param resets whether it closes with RST and not with FIN.
     */
    RawBuyer(final boolean resets, final Script script) throws IOException {
        this.resets = resets;
        this.script = script;
        threads.execute(this::accept);
    }

    static String ok(final String json) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    String origin() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    int pings() {
        return pings.get();
    }

    int posts() {
        return posts.get();
    }

    /** Request lines and headers so far. */
    Queue<String> heads() {
        return heads;
    }

    private void accept() {
        try {
            while (true) {
                final Socket socket = listening.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(final Socket socket) {
        try (socket) {
            for (int before = 0; true; before++) {
                final String head = head(socket.getInputStream());
                heads.add(head);
                final int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
                socket.getInputStream().readNBytes(Integer.parseInt(head.substring(at + 15,
                        head.indexOf('\r', at)).trim()));
                final boolean isPost = head.startsWith("POST /post ");
                (isPost ? posts : pings).incrementAndGet();
                final String answer = script.answer(isPost, before);
                if (answer == null) {
                    socket.setSoLinger(resets, 0);
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The other side closed.
        } finally {
            sockets.remove(socket);
        }
    }

    private static String head(final InputStream in) throws IOException {
        final ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            final int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
