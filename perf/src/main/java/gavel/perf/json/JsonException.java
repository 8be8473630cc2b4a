package gavel.perf.json;

/**
 * Text that is not the JSON that was expected.
 * Immutable, and without a stack trace, since it says something of the text and nothing of us.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonException(final String message) {
        super(message, null, false, false);
    }
}
