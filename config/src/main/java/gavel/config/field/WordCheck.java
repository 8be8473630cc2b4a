package gavel.config.field;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of a list of words, without regard to the case of ASCII letters; the normal form is the word as the vertical
 * writes it, the number its index. Immutable; any thread.
 */
final class WordCheck extends FieldCheck {
    private final byte[][] words;
    private final byte[][] lowerWords;

    WordCheck(final List<String> values) {
        words = new byte[values.size()][];
        lowerWords = new byte[values.size()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = values.get(i).getBytes(StandardCharsets.UTF_8);
            lowerWords[i] = words[i].clone();
            for (int k = 0; k < lowerWords[i].length; k++) {
                lowerWords[i][k] = Ascii.lower(lowerWords[i][k]);
            }
        }
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        for (int i = 0; i < words.length; i++) {
            if (Ascii.isWord(src, from, to, lowerWords[i])) {
                put(number, i);
                return copy(words[i], 0, words[i].length, dst, dstOff);
            }
        }
        return FieldReason.NOT_IN_LIST.status();
    }
}
