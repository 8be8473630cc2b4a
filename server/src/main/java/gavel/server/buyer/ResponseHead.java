package gavel.server.buyer;

import gavel.server.http.Bytes;
import gavel.server.http.ChunkedBody;

/**
 * Reads an HTTP/1.1 answer from the beginning of an array, anew each time more has arrived. One per loop; makes no
 * objects. Strict where two readers could differ about where an answer ends: such an answer is malformed, and its
 * connection is not used again.
 */
final class ResponseHead {
    /** What was read. */
    enum ReadStatus { INCOMPLETE, COMPLETE, MALFORMED, TOO_LARGE }

    private static final int HEAD_MAX_BYTES = 16 * 1024;
    private static final int STATUS_LINE_MIN_BYTES = 12;
    private static final byte[] VERSION = Bytes.ascii("HTTP/1.");
    private static final byte[] CONTENT_LENGTH = Bytes.ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = Bytes.ascii("transfer-encoding");
    private static final byte[] CONNECTION = Bytes.ascii("connection");
    private static final byte[] CHUNKED = Bytes.ascii("chunked");
    private static final byte[] CLOSE = Bytes.ascii("close");

    private final ChunkedBody chunks = new ChunkedBody();
    private int status;
    private int bodyOffset;
    private int bodyLength;
    private int end;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;

    /**
     * Reads an answer. A chunked body is put together in place only when it is whole.
     *
     * @param closed whether the peer has closed, so that no more will come.
     */
    ReadStatus read(final byte[] bytes, final int length, final int bodyMax, final boolean closed) {
        int from = 0;
        while (true) {
            final int headEnd = headEnd(bytes, from, length);
            if (headEnd < 0) {
                return length - from > HEAD_MAX_BYTES || closed ? ReadStatus.MALFORMED : ReadStatus.INCOMPLETE;
            }
            if (!head(bytes, from, headEnd)) {
                return ReadStatus.MALFORMED;
            }
            if (status >= 200) {
                bodyOffset = headEnd;
                return body(bytes, length, bodyMax, closed);
            }
            from = headEnd;
        }
    }

    /** HTTP status. */
    int status() {
        return status;
    }

    int bodyOffset() {
        return bodyOffset;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** Index after the answer's last byte. */
    int end() {
        return end;
    }

    /** Whether the connection can be used again. */
    boolean isKeepAlive() {
        return keepAlive;
    }

    private ReadStatus body(final byte[] bytes, final int length, final int bodyMax, final boolean closed) {
        if (status == 204 || status == 304) {
            contentLength = 0;
            chunked = false;
        }
        if (chunked) {
            return chunks(bytes, length, bodyMax, closed);
        }
        if (contentLength < 0) {
            keepAlive = false;
            if (!closed && length - bodyOffset <= bodyMax) {
                return ReadStatus.INCOMPLETE;
            }
            contentLength = length - bodyOffset;
        }
        if (contentLength > bodyMax) {
            return ReadStatus.TOO_LARGE;
        }
        if (length - bodyOffset < contentLength) {
            return closed ? ReadStatus.MALFORMED : ReadStatus.INCOMPLETE;
        }
        bodyLength = (int) contentLength;
        end = bodyOffset + bodyLength;
        return ReadStatus.COMPLETE;
    }

    /** Until all chunks are here the body is left as it came, because it will be read again from its beginning. */
    private ReadStatus chunks(final byte[] bytes, final int length, final int bodyMax, final boolean closed) {
        final int measured = chunks.measure(bytes, bodyOffset, length, bodyMax);
        if (measured == ChunkedBody.INCOMPLETE) {
            return length - bodyOffset > bodyMax * 2L ? ReadStatus.TOO_LARGE
                    : closed ? ReadStatus.MALFORMED : ReadStatus.INCOMPLETE;
        }
        if (measured < 0) {
            return measured == ChunkedBody.TOO_LARGE ? ReadStatus.TOO_LARGE : ReadStatus.MALFORMED;
        }
        chunks.begin(bodyOffset);
        bodyLength = chunks.advance(bytes, bodyOffset, length, bodyMax);
        end = chunks.end();
        return ReadStatus.COMPLETE;
    }

    private boolean head(final byte[] bytes, final int from, final int headEnd) {
        contentLength = -1;
        chunked = false;
        if (headEnd - from < STATUS_LINE_MIN_BYTES || !Bytes.equal(bytes, from, VERSION.length, VERSION)
                || bytes[from + VERSION.length + 1] != ' ') {
            return false;
        }
        final byte minor = bytes[from + VERSION.length];
        keepAlive = minor == '1';
        status = (int) Bytes.parseDigits(bytes, from + VERSION.length + 2, 3);
        final byte afterStatus = bytes[from + STATUS_LINE_MIN_BYTES];
        int position = lineEnd(bytes, from, headEnd);
        if (status < 100 || minor != '0' && minor != '1' || afterStatus != ' ' && afterStatus != '\r'
                || bytes[position - 2] != '\r') {
            return false;
        }
        while (position < headEnd - 2) {
            final int next = lineEnd(bytes, position, headEnd);
            if (next < position + 2 || bytes[next - 2] != '\r' || !header(bytes, position, next - 2)) {
                return false;
            }
            position = next;
        }
        return !chunked || contentLength < 0 && minor == '1';
    }

    private boolean header(final byte[] bytes, final int from, final int to) {
        final int colon = Bytes.indexOf(bytes, from, to, (byte) ':');
        if (colon <= from || !isClean(bytes, from, colon, to)) {
            return false;
        }
        final int nameLength = colon - from;
        int valueFrom = colon + 1;
        int valueTo = to;
        while (valueFrom < valueTo && Bytes.isBlank(bytes[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && Bytes.isBlank(bytes[valueTo - 1])) {
            valueTo--;
        }
        final int length = valueTo - valueFrom;
        if (Bytes.equalIgnoreCase(bytes, from, nameLength, CONTENT_LENGTH)) {
            final boolean first = contentLength < 0;
            contentLength = Bytes.parseDigits(bytes, valueFrom, length);
            return first && contentLength >= 0;
        }
        if (Bytes.equalIgnoreCase(bytes, from, nameLength, TRANSFER_ENCODING)) {
            final boolean first = !chunked;
            chunked = Bytes.equalIgnoreCase(bytes, valueFrom, length, CHUNKED);
            return first && chunked;
        }
        if (Bytes.equalIgnoreCase(bytes, from, nameLength, CONNECTION)
                && Bytes.isListed(bytes, valueFrom, length, CLOSE)) {
            keepAlive = false;
        }
        return true;
    }

    /** No blank in the name, and no control character anywhere: other readers take those for something else. */
    private static boolean isClean(final byte[] bytes, final int from, final int colon, final int to) {
        for (int i = from; i < to; i++) {
            final boolean blank = Bytes.isBlank(bytes[i]);
            if (blank && i < colon || !blank && bytes[i] >= 0 && bytes[i] < ' ') {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(final byte[] bytes, final int from, final int limit) {
        return Bytes.indexOf(bytes, from, limit, (byte) '\n') + 1;
    }

    private static int headEnd(final byte[] bytes, final int from, final int limit) {
        for (int i = from + 3; i < limit; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }
}
