package gavel.server.start;

import gavel.server.system.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The authorities of a file come on top of those of the JDK. */
class BuyerTrustTest {
    @TempDir
    Path folder;

    @Test
    void shouldTrustTheFileAndTheJdk() throws Exception {
        final TrustManagerFactory usual =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((KeyStore) null);
        final int before = ((X509TrustManager) usual.getTrustManagers()[0]).getAcceptedIssuers().length;
        final TestKeys keys = new TestKeys(folder, "dns:localhost");

        final X509TrustManager trust = (X509TrustManager) BuyerTrust.with(keys.certificate()).getTrustManagers()[0];

        assertTrue(before > 0, "the JDK has authorities");
        assertEquals(before + 1, trust.getAcceptedIssuers().length);
    }

    @Test
    void shouldRefuseAFileThatHoldsNoCertificate() throws Exception {
        final Path file = Files.writeString(folder.resolve("not.pem"), "nothing");

        assertThrows(CertificateException.class, () -> BuyerTrust.with(file));
    }
}
