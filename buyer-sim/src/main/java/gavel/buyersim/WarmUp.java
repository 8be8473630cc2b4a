package gavel.buyersim;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers a few hundred calls of its own before the buyers listen, so that the first lead doesn't wait for classes to
 * be loaded (a third of a second, longer than any ping may take). Confined to the starting thread.
 */
final class WarmUp {
    private static final int CALLS = 300;
    private static final String SCRIPT = "buyers: [{id: warm-up, port: 0, "
        + "ping: {latency: \"uniform(0ms, 1ms)\", bid: 80%, price: \"lognormal(median 4.00, p95 12.00)\"}, "
        + "post: {latency: \"lognormal(median 200us, p99 1ms)\", accept: 80%}}]";

    private WarmUp() {
    }

    static void run() throws IOException, ScriptException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (BuyerSim sim = BuyerSim.start(Script.parse("warm-up", SCRIPT), 1, loopback.getHostAddress(), null);
             Socket socket = new Socket(loopback, sim.port("warm-up"))) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(5_000);
            for (int i = 0; i < CALLS; i++) {
                String body = "{\"lead\":\"W-" + i + "\",\"price\":\"1.00\"}";
                socket.getOutputStream().write(("POST /" + (i % 2 == 0 ? "ping" : "post")
                    + " HTTP/1.1\r\nhost: warm-up\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
                skipAnswer(socket.getInputStream());
            }
        }
    }

    /** The body is one flat JSON object, so its end is the first closing brace. */
    private static void skipAnswer(final InputStream in) throws IOException {
        int next = 0;
        while (next != '}') {
            next = in.read();
            if (next < 0) {
                throw new EOFException("the warm-up buyer hung up");
            }
        }
    }
}
