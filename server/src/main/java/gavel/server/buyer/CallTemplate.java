package gavel.server.buyer;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Header;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.FieldType;
import gavel.persist.record.Ids;
import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Vertical;
import gavel.server.http.Bytes;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.Money;
import gavel.server.lead.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An endpoint's request, compiled: encoding one is copying bytes. One per endpoint, vertical and loop. Writes into an
 * array first, because the length of the body stands before the body, and hands it on in one copy.
 */
public final class CallTemplate {
    /** No request is longer. */
    public static final int REQUEST_MAX_BYTES = 1024 * 1024;
    private static final byte[] HEX = Bytes.ascii("0123456789abcdef");
    private static final byte[] HEX_UPPER = Bytes.ascii("0123456789ABCDEF");
    private static final byte[] NULL = Bytes.ascii("null");
    private static final byte[] HEAD_END = Bytes.ascii("\r\n\r\n");
    private static final int ABSENT = -1;
    private static final long NS_PER_MS = 1_000_000;
    /** Bytes that one byte may become. */
    private static final int ESCAPED_MAX_BYTES = 6;
    /** Room that is kept for what is not a value. */
    private static final int LITERALS_MAX_BYTES = 128 * 1024;
    /** Places of the number after {@code Content-Length:}, filled from the left with spaces: they are no part of it. */
    private static final int LENGTH_PLACES = 7;

    /** Around each place of the head where the time that is left stands. */
    private final byte[][] head;
    private final Endpoint endpoint;
    private final byte[][] texts;
    private final int[] fields;
    private final boolean[] numbers;
    private final boolean saysTimeout;
    private final byte[] number = new byte[Money.PRINTED_MAX_BYTES];
    private final byte[] target;
    private int end;
    private long timeoutMs;
    private boolean overflown;

    /**
     * Compiles an endpoint for leads of one vertical.
     *
     * @param scratch where requests are put together; REQUEST_MAX_BYTES long, shared by the loop's templates.
     */
    public CallTemplate(final Endpoint endpoint, final Vertical vertical, final byte[] scratch) {
        this.endpoint = endpoint;
        this.target = scratch;
        this.head = head(endpoint);
        this.saysTimeout = head.length > 1
                || endpoint.body().stream().anyMatch(part -> part.kind() == PartKind.TIMEOUT_MS);
        final int count = endpoint.body().size();
        texts = new byte[count][];
        fields = new int[count];
        numbers = new boolean[count];
        for (int i = 0; i < count; i++) {
            final Part part = endpoint.body().get(i);
            texts[i] = part.text().getBytes(StandardCharsets.UTF_8);
            fields[i] = vertical.config().fieldIndex(part.text());
            numbers[i] = fields[i] != ABSENT && isPlain(vertical.field(fields[i]).type());
        }
    }

    /** Whether a request says how long the buyer has, and so grows old while it waits for its connection. */
    boolean saysTimeout() {
        return saysTimeout;
    }

    /**
     * Writes the request for a candidate into a new buffer; null when it would be longer than REQUEST_MAX_BYTES.
     *
     * @param nowNs when it is sent, from which the time that the buyer has is counted.
     */
    public ByteBuf encode(final Lead lead, final Candidate candidate, final long nowNs,
                          final ByteBufAllocator allocator) {
        timeoutMs = Math.max(0, (candidate.callEndsNs() - nowNs) / NS_PER_MS);
        end = Bytes.put(target, 0, head[0]);
        for (int i = 1; i < head.length; i++) {
            end = Bytes.printLong(target, end, timeoutMs);
            end = Bytes.put(target, end, head[i]);
        }
        final int lengthEnd = end;
        end = Bytes.put(target, end, HEAD_END);
        final int bodyFrom = end;
        if (!parts(lead, candidate)) {
            return null;
        }
        length(lengthEnd, end - bodyFrom);
        return allocator.directBuffer(end).writeBytes(target, 0, end);
    }

    /** The body alone, for who has a client of its own; the buyer has all its time. */
    public byte[] body(final Lead lead, final Candidate candidate) {
        timeoutMs = candidate.callEndsNs() / NS_PER_MS;
        end = 0;
        if (!parts(lead, candidate)) {
            throw new IllegalStateException("a request that was sent once is too long now");
        }
        return Arrays.copyOf(target, end);
    }

    /** Whether there was room. */
    private boolean parts(final Lead lead, final Candidate candidate) {
        overflown = false;
        for (int i = 0; i < texts.length; i++) {
            part(endpoint.body().get(i), i, lead, candidate);
        }
        return !overflown;
    }

    private void part(final Part part, final int index, final Lead lead, final Candidate candidate) {
        switch (part.kind()) {
            case TEXT:
                end = Bytes.put(target, end, texts[index]);
                return;
            case FIELD:
                field(part, index, lead.values());
                return;
            case LEAD_ID:
                Ids.print(lead.id(), target, end);
                end += Ids.PRINTED_LENGTH;
                return;
            case PUBLISHER_LEAD_ID:
                text(lead.publisherLeadId());
                return;
            case PUBLISHER:
                escaped(lead.publisher().idBytes(), 0, lead.publisher().idBytes().length);
                return;
            case OFFER:
                escaped(lead.offer().idBytes(), 0, lead.offer().idBytes().length);
                return;
            case VERTICAL:
                escaped(lead.offer().verticalBytes(), 0, lead.offer().verticalBytes().length);
                return;
            case CAMPAIGN:
                escaped(candidate.campaign().idBytes(), 0, candidate.campaign().idBytes().length);
                return;
            case TIMEOUT_MS:
                end = Bytes.printLong(target, end, timeoutMs);
                return;
            case PRICE:
                escaped(number, 0, Money.print(number, 0, candidate.bidMicros()));
                return;
            case PING_REF:
                text(candidate.reference());
                return;
            case POST_KEY:
                Ids.print(lead.id(), target, end);
                end += Ids.PRINTED_LENGTH;
                target[end++] = '-';
                end = Bytes.printLong(target, end, lead.attempt());
                return;
            default:
                throw new AssertionError(part.kind());
        }
    }

    private void field(final Part part, final int index, final FieldValues values) {
        final int field = fields[index];
        if (field == ABSENT || !values.has(field)) {
            end = part.bare() ? Bytes.put(target, end, NULL) : end;
            return;
        }
        if (numbers[index]) {
            System.arraycopy(values.text(), values.offset(field), target, end, values.length(field));
            end += values.length(field);
        } else {
            escaped(values.text(), values.offset(field), values.length(field));
        }
    }

    private void text(final Text text) {
        escaped(text.bytes(), 0, text.length());
    }

    private void escaped(final byte[] source, final int offset, final int length) {
        if (target.length - end < length * ESCAPED_MAX_BYTES + LITERALS_MAX_BYTES) {
            overflown = true;
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            final byte character = source[i];
            if (character >= '0' && character <= '9' || character >= 'A' && character <= 'Z'
                    || character >= 'a' && character <= 'z') {
                target[end++] = character;
            } else if (endpoint.format() == Format.JSON) {
                json(character);
            } else if (endpoint.format() == Format.FORM) {
                form(character);
            } else {
                xml(character);
            }
        }
    }

    private void json(final byte character) {
        if (character == '"' || character == '\\') {
            target[end++] = '\\';
            target[end++] = character;
        } else if (character >= 0 && character < ' ') {
            end = Bytes.put(target, end, new byte[] {'\\', 'u', '0', '0', HEX[character >> 4], HEX[character & 15]});
        } else {
            target[end++] = character;
        }
    }

    private void form(final byte character) {
        if (character == '-' || character == '.' || character == '_' || character == '*') {
            target[end++] = character;
        } else if (character == ' ') {
            target[end++] = '+';
        } else {
            target[end++] = '%';
            target[end++] = HEX_UPPER[character >> 4 & 15];
            target[end++] = HEX_UPPER[character & 15];
        }
    }

    private void xml(final byte character) {
        switch (character) {
            case '<':
                end = Bytes.put(target, end, Bytes.ascii("&lt;"));
                return;
            case '>':
                end = Bytes.put(target, end, Bytes.ascii("&gt;"));
                return;
            case '&':
                end = Bytes.put(target, end, Bytes.ascii("&amp;"));
                return;
            case '"':
                end = Bytes.put(target, end, Bytes.ascii("&quot;"));
                return;
            case '\'':
                end = Bytes.put(target, end, Bytes.ascii("&apos;"));
                return;
            case '\r':
                end = Bytes.put(target, end, Bytes.ascii("&#13;"));
                return;
            case '\n':
                end = Bytes.put(target, end, Bytes.ascii("&#10;"));
                return;
            case '\t':
                end = Bytes.put(target, end, Bytes.ascii("&#9;"));
                return;
            default:
                target[end++] = character;
        }
    }

    private void length(final int lengthEnd, final int length) {
        int rest = length;
        for (int i = lengthEnd - 1; i >= lengthEnd - LENGTH_PLACES; i--) {
            target[i] = rest > 0 || i == lengthEnd - 1 ? (byte) ('0' + rest % 10) : (byte) ' ';
            rest /= 10;
        }
    }

    private static byte[][] head(final Endpoint endpoint) {
        final StringBuilder text = new StringBuilder()
                .append(endpoint.method()).append(' ').append(endpoint.url().target()).append(" HTTP/1.1\r\n")
                .append("Host: ").append(host(endpoint)).append("\r\n")
                .append("Content-Type: ").append(contentType(endpoint.format())).append("\r\n");
        for (final Header header : endpoint.headers()) {
            text.append(header.name()).append(": ").append(header.value().value()).append("\r\n");
        }
        text.append("Content-Length: ").append(" ".repeat(LENGTH_PLACES));
        final String[] texts = text.toString().split(Pattern.quote(BuyerConfig.TIMEOUT_MS), -1);
        final byte[][] head = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            head[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return head;
    }

    private static String host(final Endpoint endpoint) {
        final int usual = endpoint.url().tls() ? 443 : 80;
        final String host = endpoint.url().host();
        return endpoint.url().port() == usual ? host : host + ":" + endpoint.url().port();
    }

    /** What a body of a format is called in a request. */
    public static String contentType(final Format format) {
        switch (format) {
            case JSON:
                return "application/json";
            case FORM:
                return "application/x-www-form-urlencoded";
            default:
                return "application/xml";
        }
    }

    /** Whether the normal form of a type holds nothing that any format would have to escape. */
    private static boolean isPlain(final FieldType type) {
        return type == FieldType.INTEGER || type == FieldType.DECIMAL || type == FieldType.BOOLEAN
                || type == FieldType.DATE || type == FieldType.ZIP || type == FieldType.STATE;
    }
}
