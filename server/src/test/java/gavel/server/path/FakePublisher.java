package gavel.server.path;

import gavel.server.http.HttpConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import java.nio.charset.StandardCharsets;

/** A publisher at the other end of one connection, without a socket. Confined to the test's thread. */
public final class FakePublisher {
    private final EmbeddedChannel channel;

    FakePublisher(final HttpConnection connection) {
        channel = new EmbeddedChannel(connection);
    }

    /** The body of a lead of a person. */
    public static String body(final String leadId, final String phone, final long deadlineMs) {
        return "{\"offer\":\"quote\",\"lead_id\":\"" + leadId + "\",\"deadline_ms\":" + deadlineMs
                + ",\"fields\":{\"zip\":\"78701\",\"phone\":\"" + phone + "\"}}";
    }

    /** Posts a lead. */
    public FakePublisher post(final String body, final String key) {
        return send("POST /v1/leads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key\r\n"
                + "Content-Type: application/json\r\n" + (key.isEmpty() ? "" : "Idempotency-Key: " + key + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Asks for a lead. */
    public FakePublisher get(final String leadId) {
        return send("GET /v1/leads/" + leadId + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key\r\n\r\n");
    }

    /** Sends bytes. */
    public FakePublisher send(final String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        return this;
    }

    /** What came back since it was asked last, or an empty text. */
    public String received() {
        final StringBuilder text = new StringBuilder();
        ByteBuf buffer;
        while ((buffer = channel.readOutbound()) != null) {
            text.append(buffer.toString(StandardCharsets.UTF_8));
            buffer.release();
        }
        return text.toString();
    }

    /** The body of what came back. */
    public String answer() {
        final String text = received();
        return text.isEmpty() ? "" : text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    /** The value of a member of an answer, or an empty text. */
    public static String member(final String answer, final String name) {
        final int from = answer.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return from < name.length() + 4 ? "" : answer.substring(from, answer.indexOf('"', from));
    }

    /** Goes away. */
    public void close() {
        channel.finishAndReleaseAll();
    }
}
