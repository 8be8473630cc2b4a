package gavel.buyersim;

import java.util.List;
import java.util.stream.Collectors;

/** A script that can't be played, with every mistake in it. Immutable, any thread. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    ScriptException(final List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Every mistake, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
