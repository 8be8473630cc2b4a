package gavel.server.json;

import java.util.SplittableRandom;

/** Writes random JSON, and spoils it. Stateless. */
final class RandomJson {
    private static final String[] PLAIN = {"null", "true", "false", "0", "-1", "12.50", "1e9", "-0.0E-7", "\"\"",
        "123456789012345678901234567890"};
    private static final String[] PIECES = {"a", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9",
        "\\ud83d\\ude00", "\\ud800", "\u00e9", "\ud83d\ude00", "\\b\\f\\r\\t", "}", "]", ",", ":"};
    private static final String NOISE = "{}[],:\"\\ \t\n0123456789-+.eEtrufalsn\u0001\u00e9";

    private RandomJson() {
    }

    static void value(final StringBuilder text, final SplittableRandom random, final int depth) {
        blank(text, random);
        switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> text.append(PLAIN[random.nextInt(PLAIN.length)]);
            case 1 -> string(text, random);
            case 2 -> list(text, random, depth, '[', ']');
            default -> list(text, random, depth, '{', '}');
        }
        blank(text, random);
    }

    private static void list(final StringBuilder text, final SplittableRandom random, final int depth, final char open,
                             final char close) {
        text.append(open);
        blank(text, random);
        final int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",");
            if (open == '{') {
                blank(text, random);
                string(text, random);
                blank(text, random);
                text.append(':');
            }
            value(text, random, depth - 1);
        }
        text.append(close);
    }

    private static void string(final StringBuilder text, final SplittableRandom random) {
        text.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        text.append('"');
    }

    private static void blank(final StringBuilder text, final SplittableRandom random) {
        if (random.nextInt(8) == 0) {
            text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }

    static void mutate(final StringBuilder text, final SplittableRandom random) {
        for (int i = 1 + random.nextInt(2); i > 0 && text.length() > 0; i--) {
            final int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
                case 2 -> text.setLength(at);
                default -> text.setCharAt(at, NOISE.charAt(random.nextInt(NOISE.length())));
            }
        }
    }
}
