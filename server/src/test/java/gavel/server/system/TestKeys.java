package gavel.server.system;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for one name, made by the JDK's keytool, in PEM files. Immutable. */
public final class TestKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore keys;

    /**
     * @param names such as {@code dns:localhost}.
     */
    public TestKeys(final Path folder, final String names) throws Exception {
        this.folder = Files.createDirectories(folder);
        final Path store = folder.resolve("keys.p12");
        final String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        final Process keytool = new ProcessBuilder(tool, "-genkeypair", "-alias", "key", "-keyalg", "EC",
                "-dname", "CN=test", "-ext", "san=" + names, "-validity", "2", "-storetype", "PKCS12",
                "-keystore", store.toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile()).start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.txt")));
        }
        keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("key").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("key", PASSWORD).getEncoded());
    }

    private void pem(final String name, final String kind, final byte[] der) throws IOException {
        Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n");
    }

    public Path certificate() {
        return folder.resolve("cert.pem");
    }

    Path key() {
        return folder.resolve("key.pem");
    }

    /** Trusts this certificate and no other. */
    SSLContext trusting() throws Exception {
        final KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("key", keys.getCertificate("key"));
        final TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        final SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
