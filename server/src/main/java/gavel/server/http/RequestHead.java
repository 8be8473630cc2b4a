package gavel.server.http;

/**
 * Reads request line and headers of one HTTP/1.1 request, strictly, and remembers where the few parts that Gavel uses
 * stand in the array. Belongs to one loop, is used for one request at a time, and makes no objects.
 *
 * <p>Stricter than most, because two readers that differ are how requests are smuggled (RFC 9112, 11.2): lines end in
 * CRLF; exactly one Host; no folding; no space before the colon; Content-Length in digits, once, and never beside
 * Transfer-Encoding; Transfer-Encoding is {@code chunked} or refused, and refused in 1.0; versions 1.0 and 1.1 only.
 */
public final class RequestHead {
    /** Headers of one request at most. */
    public static final int HEADERS_MAX = 64;

    /** The methods that are known; others are no path's. */
    public enum Method { GET, HEAD, POST, OTHER }

    private static final byte[] GET = Bytes.ascii("GET");
    private static final byte[] HEAD = Bytes.ascii("HEAD");
    private static final byte[] POST = Bytes.ascii("POST");
    private static final byte[] HTTP_1_1 = Bytes.ascii("HTTP/1.1");
    private static final byte[] HTTP_1_0 = Bytes.ascii("HTTP/1.0");
    private static final byte[] HOST = Bytes.ascii("host");
    private static final byte[] CONTENT_LENGTH = Bytes.ascii("content-length");
    private static final byte[] CONTENT_TYPE = Bytes.ascii("content-type");
    private static final byte[] TRANSFER_ENCODING = Bytes.ascii("transfer-encoding");
    private static final byte[] AUTHORIZATION = Bytes.ascii("authorization");
    private static final byte[] IDEMPOTENCY_KEY = Bytes.ascii("idempotency-key");
    private static final byte[] CONNECTION = Bytes.ascii("connection");
    private static final byte[] EXPECT = Bytes.ascii("expect");
    private static final byte[] CHUNKED = Bytes.ascii("chunked");
    private static final byte[] CLOSE = Bytes.ascii("close");
    private static final byte[] CONTINUE = Bytes.ascii("100-continue");
    private static final boolean[] TOKEN = tokenCharacters();

    private byte[] bytes;
    private Method method;
    private final Slice target = new Slice();
    private final Slice authorization = new Slice();
    private final Slice contentType = new Slice();
    private final Slice idempotencyKey = new Slice();
    private long contentLength;
    private boolean chunked;
    private boolean oldVersion;
    private boolean keepAlive;
    private boolean expectsContinue;
    private int hosts;
    private HttpFault fault;

    /**
     * Reads a head that ends, with its empty line, at {@code length}.
     *
     * @return null, or why the request is refused.
     */
    public HttpFault parse(final byte[] source, final int length) {
        clear(source);
        final int lineEnd = lineEnd(0, length);
        if (lineEnd < 0 || !requestLine(lineEnd)) {
            return fault == null ? HttpFault.MALFORMED : fault;
        }
        int position = lineEnd + 2;
        for (int headers = 0; position < length - 2; headers++) {
            final int end = lineEnd(position, length);
            if (headers == HEADERS_MAX) {
                return HttpFault.HEADERS_TOO_LARGE;
            }
            if (end < 0 || !header(position, end)) {
                return fault == null ? HttpFault.MALFORMED : fault;
            }
            position = end + 2;
        }
        if (hosts != 1) {
            return HttpFault.BAD_HOST;
        }
        if (chunked && contentLength >= 0) {
            return HttpFault.AMBIGUOUS_LENGTH;
        }
        return chunked && oldVersion ? HttpFault.BAD_TRANSFER_ENCODING : null;
    }

    /** What is asked for. */
    public Method method() {
        return method;
    }

    /** Where all slices of this head point. */
    public byte[] bytes() {
        return bytes;
    }

    /** Path and query. */
    public Slice target() {
        return target;
    }

    /** Value of the Authorization header; empty when absent. */
    public Slice authorization() {
        return authorization;
    }

    /** Value of the Content-Type header; empty when absent. */
    public Slice contentType() {
        return contentType;
    }

    /** Value of the Idempotency-Key header; empty when absent. */
    public Slice idempotencyKey() {
        return idempotencyKey;
    }

    /** Body's length in bytes, or -1 when no Content-Length was given. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the body comes in chunks. */
    public boolean isChunked() {
        return chunked;
    }

    /** Whether the connection stays open after the answer. */
    public boolean isKeepAlive() {
        return keepAlive;
    }

    /** Whether the sender waits for 100 before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue && !oldVersion;
    }

    private void clear(final byte[] source) {
        bytes = source;
        method = Method.OTHER;
        target.clear();
        authorization.clear();
        contentType.clear();
        idempotencyKey.clear();
        contentLength = -1;
        chunked = false;
        oldVersion = false;
        keepAlive = true;
        expectsContinue = false;
        hosts = 0;
        fault = null;
    }

    private int lineEnd(final int from, final int length) {
        for (int i = from; i < length; i++) {
            final byte character = bytes[i];
            if (character == '\r') {
                return i + 1 < length && bytes[i + 1] == '\n' ? i : -1;
            }
            if (character < ' ' && character != '\t' && character >= 0 || character == 127) {
                return -1;
            }
        }
        return -1;
    }

    private boolean requestLine(final int end) {
        final int methodEnd = Bytes.indexOf(bytes, 0, end, (byte) ' ');
        if (methodEnd <= 0 || !isToken(0, methodEnd)) {
            return false;
        }
        if (Bytes.equal(bytes, 0, methodEnd, POST)) {
            method = Method.POST;
        } else if (Bytes.equal(bytes, 0, methodEnd, GET)) {
            method = Method.GET;
        } else if (Bytes.equal(bytes, 0, methodEnd, HEAD)) {
            method = Method.HEAD;
        }
        final int targetEnd = Bytes.indexOf(bytes, methodEnd + 1, end, (byte) ' ');
        if (targetEnd < 0 || bytes[methodEnd + 1] != '/') {
            return false;
        }
        for (int i = methodEnd + 1; i < targetEnd; i++) {
            if (bytes[i] <= ' ') {
                return false;
            }
        }
        target.set(methodEnd + 1, targetEnd - methodEnd - 1);
        final int versionLength = end - targetEnd - 1;
        if (Bytes.equal(bytes, targetEnd + 1, versionLength, HTTP_1_1)) {
            return true;
        }
        oldVersion = true;
        keepAlive = false;
        if (!Bytes.equal(bytes, targetEnd + 1, versionLength, HTTP_1_0)) {
            fault = HttpFault.BAD_VERSION;
            return false;
        }
        return true;
    }

    private boolean header(final int from, final int end) {
        final int colon = Bytes.indexOf(bytes, from, end, (byte) ':');
        if (colon <= from || !isToken(from, colon)) {
            return false;
        }
        int valueFrom = colon + 1;
        int valueTo = end;
        while (valueFrom < valueTo && Bytes.isBlank(bytes[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && Bytes.isBlank(bytes[valueTo - 1])) {
            valueTo--;
        }
        return known(from, colon - from, valueFrom, valueTo - valueFrom);
    }

    private boolean known(final int name, final int nameLength, final int value, final int length) {
        switch (Bytes.lower(bytes[name])) {
            case 'h':
                return !is(name, nameLength, HOST) || onHost(length);
            case 'c':
                if (is(name, nameLength, CONTENT_LENGTH)) {
                    return onContentLength(value, length);
                }
                if (is(name, nameLength, CONTENT_TYPE)) {
                    return once(contentType, value, length);
                }
                if (is(name, nameLength, CONNECTION) && Bytes.isListed(bytes, value, length, CLOSE)) {
                    keepAlive = false;
                }
                return true;
            case 't':
                return !is(name, nameLength, TRANSFER_ENCODING) || onTransferEncoding(value, length);
            case 'a':
                return !is(name, nameLength, AUTHORIZATION) || once(authorization, value, length);
            case 'i':
                return !is(name, nameLength, IDEMPOTENCY_KEY) || once(idempotencyKey, value, length);
            case 'e':
                return !is(name, nameLength, EXPECT) || onExpect(value, length);
            default:
                return true;
        }
    }

    private boolean onHost(final int length) {
        hosts += length == 0 ? 2 : 1;
        return true;
    }

    private boolean onContentLength(final int value, final int length) {
        if (contentLength >= 0) {
            fault = HttpFault.AMBIGUOUS_LENGTH;
            return false;
        }
        contentLength = Bytes.parseDigits(bytes, value, length);
        if (contentLength < 0) {
            fault = HttpFault.BAD_LENGTH;
            return false;
        }
        return true;
    }

    private boolean onTransferEncoding(final int value, final int length) {
        if (chunked || !Bytes.equalIgnoreCase(bytes, value, length, CHUNKED)) {
            fault = HttpFault.BAD_TRANSFER_ENCODING;
            return false;
        }
        chunked = true;
        return true;
    }

    private boolean onExpect(final int value, final int length) {
        expectsContinue = Bytes.equalIgnoreCase(bytes, value, length, CONTINUE);
        if (!expectsContinue) {
            fault = HttpFault.BAD_EXPECTATION;
        }
        return expectsContinue;
    }

    private boolean once(final Slice slice, final int value, final int length) {
        if (slice.isPresent()) {
            return false;
        }
        slice.set(value, length);
        return true;
    }

    private boolean is(final int name, final int nameLength, final byte[] lowerCase) {
        return Bytes.equalIgnoreCase(bytes, name, nameLength, lowerCase);
    }

    private boolean isToken(final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || !TOKEN[bytes[i]]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] tokenCharacters() {
        final boolean[] token = new boolean[128];
        final String extra = "!#$%&'*+-.^_`|~";
        for (int i = 0; i < token.length; i++) {
            token[i] = i >= '0' && i <= '9' || i >= 'A' && i <= 'Z' || i >= 'a' && i <= 'z'
                    || extra.indexOf(i) >= 0;
        }
        return token;
    }
}
