package gavel.buyersim;

/**
 * One mistake in a script. Immutable, any thread.
 *
 * @param file     as it was named by the caller
 * @param line     from 1
 * @param column   from 1
 * @param key      the path of the key, such as {@code buyers[0].ping.bid}
 * @param sentence what is wrong and what was expected
 */
public record Problem(String file, int line, int column, String key, String sentence) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (key.isEmpty() ? "" : key + ": ") + sentence;
    }
}
