package gavel.config.field;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * https URL of a consent certificate on one of the listed hosts, exactly and without a port. Immutable; any thread.
 */
final class CertificateCheck extends UrlCheck {
    private final byte[][] hosts;

    CertificateCheck(final List<String> hosts) {
        this.hosts = hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        final int length = super.check(src, from, to, dst, dstOff, number);
        if (length < 0 || schemeBytes(dst, dstOff, dstOff + length) != HTTPS.length) {
            return FieldReason.NOT_A_CERTIFICATE.status();
        }
        final int host = dstOff + HTTPS.length;
        final int end = authorityEnd(dst, host, dstOff + length);
        for (final byte[] known : hosts) {
            if (Ascii.isWord(dst, host, end, known)) {
                return length;
            }
        }
        return FieldReason.NOT_A_CERTIFICATE.status();
    }
}
