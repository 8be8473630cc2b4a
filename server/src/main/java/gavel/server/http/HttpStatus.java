package gavel.server.http;

import io.netty.buffer.ByteBuf;

/** The statuses that Gavel answers with, and their line as bytes. Immutable; any thread. */
public enum HttpStatus {
    OK(200, "OK"),
    FOUND(302, "Found"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    UNPROCESSABLE(422, "Unprocessable Content"),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large"),
    INTERNAL(500, "Internal Server Error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    UNAVAILABLE(503, "Service Unavailable"),
    BAD_VERSION(505, "HTTP Version Not Supported");

    /** No further header. */
    public static final byte[] NO_HEADER = {};
    /** No content type, because there is no content. */
    static final byte[] NO_TYPE = {};
    /** Content type of every JSON answer. */
    public static final byte[] JSON = Bytes.ascii("application/json");
    /** Content type of every refusal (RFC 9457). */
    public static final byte[] PROBLEM_JSON = Bytes.ascii("application/problem+json");
    static final int HEAD_MAX_BYTES = 256;

    private static final byte[] TYPE = Bytes.ascii("Content-Type: ");
    private static final byte[] LENGTH = Bytes.ascii("Content-Length: ");
    private static final byte[] CLOSE = Bytes.ascii("Connection: close\r\n");
    static final byte[] CRLF = Bytes.ascii("\r\n");

    private final int code;
    private final String phrase;
    private final byte[] line;

    HttpStatus(final int code, final String phrase) {
        this.code = code;
        this.phrase = phrase;
        this.line = Bytes.ascii("HTTP/1.1 " + code + ' ' + phrase + "\r\n");
    }

    /** The status of a code; one that is not listed breaks an invariant. */
    public static HttpStatus of(final int code) {
        for (final HttpStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("no status " + code);
    }

    /** Its number. */
    public int code() {
        return code;
    }

    /** Its name in RFC 9110, which is also the title of a problem of type about:blank (RFC 9457, 4.2.1). */
    public String phrase() {
        return phrase;
    }

    /** Writes all of the head but further headers and the empty line. */
    void write(final ByteBuf buffer, final byte[] contentType, final byte[] date, final boolean keepAlive,
               final int length) {
        buffer.writeBytes(line).writeBytes(date);
        if (contentType.length > 0) {
            buffer.writeBytes(TYPE).writeBytes(contentType).writeBytes(CRLF);
        }
        if (!keepAlive) {
            buffer.writeBytes(CLOSE);
        }
        buffer.writeBytes(LENGTH);
        writeNumber(buffer, length);
        buffer.writeBytes(CRLF);
    }

    private static void writeNumber(final ByteBuf buffer, final int number) {
        if (number >= 10) {
            writeNumber(buffer, number / 10);
        }
        buffer.writeByte('0' + number % 10);
    }
}
