package gavel.perf.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes HTTP/1.1 requests whose head is the same but for a line or two.
 * Immutable.
 */
final class RequestWriter {
    private final String leadHead;

    RequestWriter(final URI url, final List<String> headers) {
        final StringBuilder head = new StringBuilder("POST ").append(path(url)).append(" HTTP/1.1\r\nHost: ")
            .append(url.getRawAuthority()).append("\r\n");
        boolean hasType = false;
        for (final String header : headers) {
            head.append(header).append("\r\n");
            hasType |= header.regionMatches(true, 0, "content-type:", 0, "content-type:".length());
        }
        leadHead = hasType ? head.toString() : head.append("Content-Type: application/json\r\n").toString();
    }

    /** A POST of a lead; {@code idempotencyKey} may be null. */
    ByteBuf lead(final ByteBufAllocator allocator, final String body, final String idempotencyKey) {
        final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        final StringBuilder head = new StringBuilder(leadHead.length() + 96).append(leadHead);
        if (idempotencyKey != null) {
            head.append("Idempotency-Key: ").append(idempotencyKey).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        final ByteBuf request = allocator.directBuffer(head.length() + bytes.length);
        request.writeCharSequence(head, StandardCharsets.US_ASCII);
        return request.writeBytes(bytes);
    }

    /** A visitor's GET. */
    static ByteBuf click(final ByteBufAllocator allocator, final URI url) {
        final String request = "GET " + path(url) + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
            + "\r\nUser-Agent: Mozilla/5.0 (gavel load)\r\n\r\n";
        final ByteBuf bytes = allocator.directBuffer(request.length());
        bytes.writeCharSequence(request, StandardCharsets.US_ASCII);
        return bytes;
    }

    private static String path(final URI url) {
        final String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
    }
}
