package gavel.server.http;

/** Why a request is refused before anybody reads what it asks for. Immutable; any thread. */
public enum HttpFault {
    /** Not HTTP, or HTTP that is read in more than one way. */
    MALFORMED(400, 101, "the request is not well-formed HTTP/1.1"),
    /** No Host, or more than one. */
    BAD_HOST(400, 101, "a request has exactly one Host header"),
    /** Content-Length is not a number. */
    BAD_LENGTH(400, 101, "Content-Length is not a number of bytes"),
    /** Two lengths. */
    AMBIGUOUS_LENGTH(400, 101, "a request has one Content-Length, or Transfer-Encoding: chunked, not both"),
    /** Anything but chunked. */
    BAD_TRANSFER_ENCODING(501, 101, "Transfer-Encoding may only be chunked"),
    /** Chunks that are not chunks. */
    BAD_CHUNK(400, 101, "the chunked body is not well-formed"),
    /** Expect with something else than 100-continue. */
    BAD_EXPECTATION(417, 101, "Expect may only be 100-continue"),
    /** Neither 1.0 nor 1.1. */
    BAD_VERSION(505, 101, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
    /** Head over the limit. */
    HEADERS_TOO_LARGE(431, 102, "request line and headers are larger than this server takes"),
    /** Body over the limit. */
    BODY_TOO_LARGE(413, 103, "the body is larger than this server takes"),
    /** The sender closed its side in the middle of a request. */
    CUT(400, 101, "the request ends before it is whole"),
    /** The sender was too slow. */
    TOO_SLOW(408, 104, "the request did not arrive in time");

    private final int status;
    private final int code;
    private final String sentence;

    HttpFault(final int status, final int code, final String sentence) {
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    /** HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** Reason code in the answer. */
    public int code() {
        return code;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
