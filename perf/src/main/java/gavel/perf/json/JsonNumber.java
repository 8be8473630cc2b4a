package gavel.perf.json;

/**
 * A JSON number as it was written.
 * Immutable.
 */
public record JsonNumber(String text) {
    /** The number as a whole one; a fraction or an overflow is an error. */
    public long asLong() {
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw new JsonException("not a whole number: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
