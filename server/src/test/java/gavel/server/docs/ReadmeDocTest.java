package gavel.server.docs;

import gavel.config.load.CheckReport;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** README.md: the configuration that it shows is one that loads. */
class ReadmeDocTest {
    private static final Pattern FILE = Pattern.compile("(?ms)^cat > (my/\\S+) <<'END'\n(.*?)^END$");

    private final Page page = Page.of("README.md");

    @Test
    void shouldShowAConfigurationThatLoads(@TempDir final Path dir) throws IOException {
        final Matcher file = FILE.matcher(page.text());
        int files = 0;
        while (file.find()) {
            write(dir.resolve(file.group(1)), file.group(2));
            files++;
        }
        assertTrue(files >= 6, files + " files");
        final Path conf = dir.resolve("my/conf");
        write(conf.resolve("secrets/click.key"), "0123456789abcdef0123456789abcdef");
        write(conf.resolve("secrets/duplicates.key"), "fedcba9876543210fedcba9876543210");
        write(conf.resolve("buyers/second.yaml"), Files.readString(conf.resolve("buyers/first.yaml"))
                .replace("first", "second").replace("9201", "9202"));
        final Loaded loaded = ConfigLoader.load(conf, Map.of(), name -> null);
        assertTrue(loaded.problems().isEmpty(), CheckReport.text(loaded, false));
        assertEquals(2, loaded.required().buyers().size());
    }

    @Test
    void shouldShowTheHashOfItsKey() throws NoSuchAlgorithmException {
        final byte[] hash = MessageDigest.getInstance("SHA-256").digest("k_mine".getBytes(StandardCharsets.US_ASCII));
        assertTrue(page.text().contains("sha256: " + HexFormat.of().formatHex(hash)));
    }

    private static void write(final Path file, final String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
