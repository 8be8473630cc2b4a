package gavel.config.load;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * What every value of one kind of file needs to know while it is read. Immutable; one thread, because of its findings.
 *
 * @param findings where mistakes go.
 * @param keys     what this kind of file knows.
 * @param dir      the folder, against which paths are resolved.
 * @param env      variables of the environment, null when missing.
 */
record Scope(Findings findings, Keys keys, Path dir, Function<String, String> env) {
    Scope with(final Keys other) {
        return new Scope(findings, other, dir, env);
    }
}
