package gavel.config.load;

import java.util.Collection;

/** Finds the word that was probably meant. Stateless; any thread. */
final class Suggestion {
    private Suggestion() {
    }

    /** {@code  (did you mean "timeout"?)}, or nothing when no known word is near. */
    static String of(final String word, final Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : known) {
            final int distance = distance(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best == null ? "" : " (did you mean \"" + best + "\"?)";
    }

    /** Edits that make one word the other, where swapping neighbours is one edit. */
    static int distance(final String a, final String b) {
        final int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int k = 0; k <= b.length(); k++) {
                if (i == 0 || k == 0) {
                    d[i][k] = i + k;
                    continue;
                }
                final int same = a.charAt(i - 1) == b.charAt(k - 1) ? 0 : 1;
                d[i][k] = Math.min(d[i - 1][k - 1] + same, Math.min(d[i - 1][k], d[i][k - 1]) + 1);
                if (i > 1 && k > 1 && a.charAt(i - 1) == b.charAt(k - 2) && a.charAt(i - 2) == b.charAt(k - 1)) {
                    d[i][k] = Math.min(d[i][k], d[i - 2][k - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
