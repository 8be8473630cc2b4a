package gavel.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Forms against java.net's own encoder, and forms that are none. */
class FormScannerTest {
    private final FormScanner form = new FormScanner();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "\"\";[]", "a=b;[a=b]", "a;[a=]", "a=;[a=]", "=b;[=b]", "&&a=b&&;[a=b]", "a=b=c;[a=b=c]", "a+b=%2b+;[a b=+ ]",
        "%61=%62&c=d;[a=b, c=d]", "a=%26&b=%3D;[a=&, b==]", "a=1&a=2;[a=1, a=2]"})
    void shouldReadPairs(final String text, final String pairs) {
        assertEquals(pairs, read(text).toString());
        assertFalse(form.isMalformed());
    }

    @ParameterizedTest
    @CsvSource({"%,[]", "a=%,[]", "a=%4,[]", "a=%4g,[]", "%zz=1,[]", "a=1&b=%,[a=1]", "a=1&%=2&c=3,[a=1]",
        "a=%4&b=1,[]"})
    void shouldStopAtABrokenEscape(final String text, final String pairs) {
        assertEquals(pairs, read(text).toString());
        assertEquals(true, form.isMalformed());
        assertFalse(form.next());
    }

    @Test
    void shouldReadWhatJavaEncodes() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            final List<String> pairs = new ArrayList<>();
            final StringBuilder text = new StringBuilder();
            for (int pair = random.nextInt(5); pair > 0; pair--) {
                final String name = word(random) + "n";
                final String value = word(random);
                pairs.add(name + "=" + value);
                text.append(text.length() == 0 ? "" : "&").append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
            assertEquals(pairs, read(text.toString()), "seed " + seed);
            form.again();
            assertEquals(!pairs.isEmpty(), form.next());
        }
    }

    private static String word(final SplittableRandom random) {
        final StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.appendCodePoint(random.nextInt(3) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0xD800));
        }
        return word.toString();
    }

    private List<String> read(final String text) {
        final byte[] source = ("##" + text + "##").getBytes(StandardCharsets.ISO_8859_1);
        final byte[] decoded = new byte[text.length()];
        form.wrap(source, 2, text.length(), decoded);
        final List<String> pairs = new ArrayList<>();
        while (form.next()) {
            pairs.add(new String(decoded, form.nameOffset(), form.nameLength(), StandardCharsets.UTF_8) + "="
                    + new String(decoded, form.valueOffset(), form.valueLength(), StandardCharsets.UTF_8));
        }
        return pairs;
    }
}
