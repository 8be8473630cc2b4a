package gavel.config.load;

import java.util.Comparator;

/**
 * One mistake, or one warning, and where it is. Immutable; any thread.
 *
 * @param file    relative to the folder, or {@code --set} for a value from the command line.
 * @param line    from 1.
 * @param column  from 1, in characters.
 * @param key     dotted, within the file; empty when it concerns the file.
 * @param message what is wrong and what to write instead; never a secret.
 * @param snippet the line itself, with secrets as {@code ***}; empty when there is none.
 */
public record Problem(String file, int line, int column, String key, String message, String snippet) {
    /** By place, but mistyped keys first: that a key is missing often follows from one. */
    static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparing(problem -> !problem.message().startsWith("unknown key (did you mean"))
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column).thenComparing(Problem::key).thenComparing(Problem::message);
}
