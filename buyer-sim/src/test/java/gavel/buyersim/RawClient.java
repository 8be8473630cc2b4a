package gavel.buyersim;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One plain socket to a buyer, with HTTP written and read by hand. Confined to one test. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private final Socket socket;
    private final InputStream in;

    /** What came back. Immutable, any thread. */
    record Reply(int status, String head, String body) { }

    RawClient(final BuyerSim sim, final String buyerId) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), sim.port(buyerId)));
    }

    RawClient(final Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        in = socket.getInputStream();
    }

    void patience(final int ms) throws IOException {
        socket.setSoTimeout(ms);
    }

    void send(final String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    void post(final String path, final String body) throws IOException {
        send(request(path, "application/json", body));
    }

    Reply call(final String path, final String body) throws IOException {
        post(path, body);
        return reply();
    }

    static String request(final String path, final String type, final String body) {
        return "POST " + path + " HTTP/1.1\r\nhost: buyer\r\ncontent-type: " + type + "\r\ncontent-length: "
            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static String ping(final String lead) {
        return "{\"lead\":\"" + lead + "\",\"zip\":\"78701\"}";
    }

    static String post(final String lead) {
        return "{\"lead\":\"" + lead + "\",\"price\":\"7.50\",\"phone\":\"+15125550100\"}";
    }

    Reply reply() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(byteOrEnd());
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        int length = 0;
        for (String line : text.split("\r\n")) {
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body ended after " + body.length + " of " + length);
        }
        return new Reply(Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
    }

    /** The next byte; EOFException at the end, SocketException after a reset. */
    int byteOrEnd() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ended");
        }
        return next;
    }

    byte[] everything() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
