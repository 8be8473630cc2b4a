package gavel.server.buyer;

import gavel.config.BuyerConfig.Match;
import gavel.server.http.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words of a buyer that mean one thing, in whatever case it writes them. Immutable; any thread. ASCII, which nearly all
 * are, is compared in place; other letters by Unicode's simple case mapping, on a text that is made for it.
 */
public final class AnswerWords {
    private final byte[][] ascii;
    private final String[] others;

    AnswerWords(final Optional<Match> match) {
        final List<String> words = match.map(Match::values).orElse(List.of());
        ascii = words.stream().filter(AnswerWords::isAscii)
                .map(word -> Bytes.ascii(word.toLowerCase(Locale.ROOT))).toArray(byte[][]::new);
        others = words.stream().filter(word -> !isAscii(word)).toArray(String[]::new);
    }

    /** Whether these bytes are one of the words. */
    boolean has(final byte[] source, final int offset, final int length) {
        for (final byte[] word : ascii) {
            if (Bytes.equalIgnoreCase(source, offset, length, word)) {
                return true;
            }
        }
        return others.length > 0 && isOther(new String(source, offset, length, StandardCharsets.UTF_8));
    }

    private boolean isOther(final String text) {
        for (final String word : others) {
            if (word.equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(final String word) {
        return word.chars().allMatch(character -> character < 0x80);
    }
}
