package gavel.config.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Whether a file holds what TLS needs, so that a check finds out and not the start. Stateless; any thread. */
final class PemFiles {
    private PemFiles() {
    }

    /** The file, unless it holds no certificates, which is reported. */
    static Optional<Path> certificates(final Value value, final Optional<Path> file) {
        return file.filter(path -> {
            try (InputStream in = Files.newInputStream(path)) {
                if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                    value.problem("there is no certificate in the file; it is to have -----BEGIN CERTIFICATE-----");
                    return false;
                }
                return true;
            } catch (final IOException | CertificateException e) {
                value.problem("what is in the file is no certificate in PEM");
                return false;
            }
        });
    }

    /** The file, unless it holds no private key that can be used as it is, which is reported. */
    static Optional<Path> key(final Value value, final Optional<Path> file) {
        return file.filter(path -> {
            try {
                final String text = Files.readString(path, StandardCharsets.ISO_8859_1);
                if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
                    value.problem("the key is encrypted; give one without a password, readable by the server alone");
                    return false;
                }
                if (!text.contains("PRIVATE KEY-----")) {
                    value.problem("there is no key in the file; it is to have -----BEGIN PRIVATE KEY-----");
                    return false;
                }
                return true;
            } catch (final IOException e) {
                value.problem("can't read the file: " + e.getClass().getSimpleName());
                return false;
            }
        });
    }
}
