package gavel.config.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers problems and warnings of one load, and the text they are shown with. One thread.
 *
 * <p>Lines are cut out at the end only, when every secret on them is known and can be hidden.
 */
final class Findings {
    static final String HIDDEN = "***";
    /** A longer line is cut around the mistake. */
    private static final int LINE_MAX = 160;

    private record Found(Place at, String key, String message) {
    }

    private record Span(Place from, Place to) {
    }

    private final Map<String, List<String>> linesByFile = new HashMap<>();
    private final List<Found> problems = new ArrayList<>();
    private final List<Found> warnings = new ArrayList<>();
    private final List<Span> secrets = new ArrayList<>();

    void text(final String file, final String text) {
        linesByFile.put(file, text.lines().toList());
    }

    void problem(final Place at, final String key, final String message) {
        problems.add(new Found(at, key, message));
    }

    void warning(final Place at, final String key, final String message) {
        warnings.add(new Found(at, key, message));
    }

    /** Makes sure that this stretch of a file is never shown. */
    void hide(final Place from, final Place to) {
        secrets.add(new Span(from, to));
    }

    int problemCount() {
        return problems.size();
    }

    List<Problem> problems() {
        return shown(problems);
    }

    List<Problem> warnings() {
        return shown(warnings);
    }

    /** Place of the {@code occurrence}-th {@code wanted}, from 0, between two places of a file, or the first place. */
    Place find(final Place from, final Place to, final String wanted, final int occurrence) {
        final List<String> lines = linesByFile.getOrDefault(from.file(), List.of());
        int left = occurrence;
        for (int line = from.line(); line <= Math.min(to.line(), lines.size()); line++) {
            final String text = lines.get(line - 1);
            int at = line == from.line() ? text.offsetByCodePoints(0, from.column() - 1) : 0;
            while ((at = text.indexOf(wanted, at)) >= 0) {
                if (left-- == 0) {
                    return new Place(from.file(), line, text.codePointCount(0, at) + 1);
                }
                at += wanted.length();
            }
        }
        return from;
    }

    private List<Problem> shown(final List<Found> found) {
        return found.stream()
                .map(f -> new Problem(f.at().file(), f.at().line(), f.at().column(), f.key(), f.message(),
                        snippet(f.at())))
                .distinct()
                .sorted(Problem.ORDER)
                .toList();
    }

    private String snippet(final Place at) {
        final List<String> lines = linesByFile.getOrDefault(at.file(), List.of());
        if (at.line() > lines.size()) {
            return "";
        }
        final int[] text = lines.get(at.line() - 1).codePoints().toArray();
        final StringBuilder shown = new StringBuilder();
        int caret = -1;
        for (int i = 0; i < text.length; i++) {
            final Span secret = secretAt(at.file(), at.line(), i + 1);
            if (i == at.column() - 1) {
                caret = shown.length();
            }
            if (secret == null) {
                shown.appendCodePoint(Character.isISOControl(text[i]) ? ' ' : text[i]);
            } else if (i == 0 || secretAt(at.file(), at.line(), i) != secret) {
                shown.append(HIDDEN);
            }
        }
        final int pad = caret < 0 ? Math.min(at.column() - 1, shown.length()) : caret;
        final int from = Math.max(0, Math.min(pad - LINE_MAX / 2, shown.length() - LINE_MAX));
        final String line = shown.substring(from, Math.min(shown.length(), from + LINE_MAX));
        return String.format("%5d | %s\n      | %s^", at.line(), line, " ".repeat(pad - from));
    }

    private Span secretAt(final String file, final int line, final int column) {
        for (final Span span : secrets) {
            final boolean begun = line > span.from().line()
                    || line == span.from().line() && column >= span.from().column();
            final boolean open = line < span.to().line() || line == span.to().line() && column < span.to().column();
            if (span.from().file().equals(file) && begun && open) {
                return span;
            }
        }
        return null;
    }
}
