package gavel.server.http;

import org.agrona.concurrent.EpochClock;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header's line (RFC 9110, 6.6.1), printed once a second. Confined to its loop. */
public final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long SECOND_MS = 1000;

    private final EpochClock clock;
    private long printedSecond = Long.MIN_VALUE;
    private byte[] line = {};

    public HttpDate(final EpochClock clock) {
        this.clock = clock;
    }

    /** {@code Date: ...} with its CRLF. */
    public byte[] line() {
        final long second = clock.time() / SECOND_MS;
        if (second != printedSecond) {
            printedSecond = second;
            line = Bytes.ascii("Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n");
        }
        return line;
    }
}
