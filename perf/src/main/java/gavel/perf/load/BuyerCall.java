package gavel.perf.load;

/**
 * One request as a simulated buyer saw it.
 * Immutable.
 *
 * @param isPost     a post; else a ping
 * @param receivedNs monotonic clock of the machine
 * @param answeredNs 0 if it never answered
 */
public record BuyerCall(String buyer, boolean isPost, long receivedNs, long answeredNs) {
    boolean isAnswered() {
        return answeredNs != 0;
    }
}
