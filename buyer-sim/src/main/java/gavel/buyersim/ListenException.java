package gavel.buyersim;

import java.io.IOException;

/** A port on which a buyer can't listen. Immutable, any thread. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int port;

    ListenException(final String host, final int port, final String buyerId, final Throwable cause) {
        super(sentence(host, port, buyerId, String.valueOf(cause.getMessage())), cause);
        this.port = port;
    }

    public int port() {
        return port;
    }

    private static String sentence(final String host, final int port, final String buyerId, final String reason) {
        if (reason.contains("already in use")) {
            return "port " + port + " on " + host + " is in use, so buyer " + buyerId + " can't listen; see who has it "
                + "with: ss -ltnp 'sport = :" + port + "', stop that, or change the port in the script";
        }
        return "buyer " + buyerId + " can't listen on " + host + ":" + port + ": " + reason;
    }
}
