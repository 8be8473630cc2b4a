package gavel.buyersim;

/** The two calls a buyer answers. Immutable, any thread. */
public enum Call {
    PING("ping", 1),
    POST("post", 2);

    private final String word;
    private final int stream;

    Call(final String word, final int stream) {
        this.word = word;
        this.stream = stream;
    }

    public String word() {
        return word;
    }

    /** Keeps the draws of a ping apart from those of a post; part of what makes a run repeat, so never renumbered. */
    int stream() {
        return stream;
    }
}
