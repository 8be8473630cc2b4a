package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A buyer behind TLS, with a certificate made for the test by the JDK's keytool. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    @TempDir
    Path folder;
    private KeyStore keys;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "buyer", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2",
            "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
            .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.txt").toFile()).start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), () -> read(folder.resolve("keytool.txt")));
        keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        writePem("cert.pem", "CERTIFICATE", keys.getCertificate("buyer").getEncoded());
        writePem("key.pem", "PRIVATE KEY", keys.getKey("buyer", PASSWORD).getEncoded());
    }

    private void writePem(final String name, final String kind, final byte[] der) throws IOException {
        Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n");
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private BuyerSim start(final String more) throws Exception {
        Path script = folder.resolve("s.yaml");
        Files.writeString(script, "buyers: [{id: acme, port: 0, tls: {certificate: cert.pem, key: key.pem}"
            + more + "}]");
        return BuyerSim.start(Script.read(script), 1, "127.0.0.1", null);
    }

    private RawClient connect(final BuyerSim sim) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("buyer", keys.getCertificate("buyer"));
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new RawClient(
            tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), sim.port("acme")));
    }

    @Test
    void shouldAnswerBehindTls() throws Exception {
        try (BuyerSim sim = start(""); RawClient client = connect(sim)) {
            assertTrue(client.call("/ping", RawClient.ping("A-1")).body().startsWith("{\"bid\":\"1.00\""));
        }
    }

    @Test
    void shouldResetBelowTlsWithoutSayingGoodbye() throws Exception {
        try (BuyerSim sim = start(", faults: {ping: {reset: 100%}}"); RawClient client = connect(sim)) {
            client.post("/ping", RawClient.ping("A-1"));

            assertThrows(SocketException.class, client::byteOrEnd);
        }
    }

    @Test
    void shouldCountHandshakesThatFail() throws Exception {
        try (BuyerSim sim = start(""); RawClient plain = new RawClient(sim, "acme")) {
            plain.post("/ping", RawClient.ping("A-1"));
            Until.holds("the failure is counted", () -> sim.book("acme").count(Count.TLS_FAILED) == 1);
        }
    }

    @Test
    void shouldNameACertificateThatIsNone() throws Exception {
        Files.writeString(folder.resolve("cert.pem"), "nothing");

        assertTrue(assertThrows(IOException.class, () -> start("").close()).getMessage().contains("cert.pem"));
    }
}
