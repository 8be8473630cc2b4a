package gavel.buyersim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP answer as bytes, written by hand so that a wrong one is as easy to write as a right one. Immutable, any
 * thread.
 *
 * @param status 200, 404 and so on
 * @param format of the body
 * @param body   as text
 */
record Answer(int status, Format format, String body) {
    Answer(final int status, final String json) {
        this(status, Format.JSON, json);
    }

    /** The whole answer; {@code extraLength} makes its Content-Length a lie. */
    ByteBuf encode(final ByteBufAllocator allocator, final boolean isKeptAlive, final long extraLength) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteBuf out = allocator.buffer(bytes.length + 192);
        head(out, bytes.length + extraLength, isKeptAlive, "");
        out.writeBytes(bytes);
        return out;
    }

    void head(final ByteBuf out, final long length, final boolean isKeptAlive, final String extraHeader) {
        StringBuilder head = new StringBuilder(160);
        head.append("HTTP/1.1 ").append(status).append(' ').append(phrase()).append("\r\n")
            .append("content-type: ").append(format.contentType()).append("\r\n")
            .append("content-length: ").append(length).append("\r\n")
            .append(extraHeader);
        if (!isKeptAlive) {
            head.append("connection: close\r\n");
        }
        head.append("\r\n");
        ByteBufUtil.writeAscii(out, head);
    }

    static Answer problem(final int status, final String sentence) {
        return new Answer(status, "{\"error\":\"" + escape(sentence) + "\"}");
    }

    static String escape(final String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private String phrase() {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
