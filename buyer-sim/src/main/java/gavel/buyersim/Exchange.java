package gavel.buyersim;

/**
 * One request on its way to its answer. Confined to the event loop of its buyer.
 *
 * <p>{@code call} and {@code leadRef} are null for requests that are neither ping nor post.
 */
final class Exchange {
    static final long NOT_ANSWERED = Long.MIN_VALUE;
    private final Call call;
    private final String leadRef;
    private final long receivedNs;
    private final long delayNs;
    private final Fault fault;
    private final Answer answer;
    private Sale sale;
    private boolean isKeptAlive = true;
    private boolean isFinished;

    /**
     * The line of a book that waits for its last column. Immutable, any thread.
     *
     * @param timeMillis  epoch time of the decision
     * @param isAccepted  what was decided
     * @param priceMicros what is paid
     * @param reference   the buyer's own
     */
    record Sale(long timeMillis, boolean isAccepted, long priceMicros, String reference) { }

    Exchange(final Call call, final String leadRef, final long receivedNs, final long delayNs, final Fault fault,
             final Answer answer) {
        this.call = call;
        this.leadRef = leadRef;
        this.receivedNs = receivedNs;
        this.delayNs = delayNs;
        this.fault = fault;
        this.answer = answer;
    }

    /** A request that is answered at once and honestly. */
    static Exchange plain(final long receivedNs, final Answer answer) {
        return new Exchange(null, null, receivedNs, 0, Fault.NONE, answer);
    }

    Exchange booking(final Sale decided) {
        sale = decided;
        return this;
    }

    void closeAfterwards() {
        isKeptAlive = false;
    }

    /** True once: whoever gets it finishes the exchange. */
    boolean finish() {
        boolean isFirst = !isFinished;
        isFinished = true;
        return isFirst;
    }

    Call call() {
        return call;
    }

    String leadRef() {
        return leadRef;
    }

    long receivedNs() {
        return receivedNs;
    }

    long dueNs() {
        return receivedNs + delayNs;
    }

    Fault fault() {
        return fault;
    }

    Answer answer() {
        return answer;
    }

    Sale sale() {
        return sale;
    }

    boolean isKeptAlive() {
        return isKeptAlive;
    }

    boolean isFinished() {
        return isFinished;
    }
}
