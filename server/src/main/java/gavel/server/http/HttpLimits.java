package gavel.server.http;

/**
 * Limits of publisher connections. Immutable; any thread.
 *
 * @param headerMaxBytes  request line and headers.
 * @param bodyMaxBytes    content of a body.
 * @param headerTimeoutNs from a request's first byte to the end of its head.
 * @param bodyTimeoutNs   from there to the end of its body.
 * @param idleTimeoutNs   between requests.
 */
public record HttpLimits(int headerMaxBytes, int bodyMaxBytes, long headerTimeoutNs, long bodyTimeoutNs,
                         long idleTimeoutNs) {
    /** Frames of a chunked body may take this much beside its content. */
    static final int FRAMES_MAX_BYTES = 8 * 1024;

    /** Bytes of one request at most, as they come over the wire. */
    public int requestMaxBytes() {
        return headerMaxBytes + bodyMaxBytes + FRAMES_MAX_BYTES;
    }
}
