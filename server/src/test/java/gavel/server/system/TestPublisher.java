package gavel.server.system;

import javax.net.ssl.SSLContext;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A publisher on one kept-alive connection. Used by one thread. */
public final class TestPublisher implements AutoCloseable {
    static final String KEY_NORTH = "k_demo_north";
    static final String KEY_SOUTH = "k_demo_south";
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final String key;

    public TestPublisher(final int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), KEY_NORTH);
    }

    TestPublisher(final int port, final String key) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), key);
    }

    TestPublisher(final int port, final SSLContext tls) throws IOException {
        this(tls.getSocketFactory().createSocket("localhost", port), KEY_NORTH);
    }

    private TestPublisher(final Socket socket, final String key) throws IOException {
        this.socket = socket;
        this.key = key;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** Sends a lead in JSON; each further header is a whole line. */
    public Answer lead(final String body, final String... headers) throws IOException {
        final long beganNs = System.nanoTime();
        send(body, "application/json", headers);
        return read(beganNs);
    }

    Answer form(final String body) throws IOException {
        final long beganNs = System.nanoTime();
        send(body, "application/x-www-form-urlencoded");
        return read(beganNs);
    }

    Answer repeatable(final String body, final String idempotencyKey) throws IOException {
        return lead(body, "Idempotency-Key: " + idempotencyKey);
    }

    Answer get(final String target) throws IOException {
        final long beganNs = System.nanoTime();
        write("GET " + target + " HTTP/1.1\r\nHost: gavel\r\nAuthorization: Bearer " + key + "\r\n\r\n");
        return read(beganNs);
    }

    Answer outcome(final String leadId) throws IOException {
        return get("/v1/leads/" + leadId);
    }

    /** Sends a lead and does not wait. */
    void send(final String body, final String type, final String... headers) throws IOException {
        final StringBuilder text = new StringBuilder("POST /v1/leads HTTP/1.1\r\nHost: gavel\r\nAuthorization: Bearer ")
                .append(key).append("\r\nContent-Type: ").append(type).append("\r\nContent-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        for (final String header : headers) {
            text.append(header).append("\r\n");
        }
        write(text.append("\r\n").append(body).toString());
    }

    Answer read(final long beganNs) throws IOException {
        final String[] status = line().split(" ");
        final Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            final int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        final int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        final byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(Integer.parseInt(status[1]), headers, new String(body, StandardCharsets.UTF_8),
                System.nanoTime() - beganNs);
    }

    private void write(final String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private String line() throws IOException {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection after '" + line + "'");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
