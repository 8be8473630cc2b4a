package gavel.config;

/**
 * Limits that the door checks and something further down relies on: each is one number, and a test beside who relies on
 * it holds the two together. What only one place knows stands there. Stateless; any thread.
 */
public final class Limits {
    /**
     * Campaigns asked for one lead. A record counts its bids in one byte, and with 255 of them, every text at its
     * longest, the longest record of a lead takes 53 of the 64 KiB that a loop has for one.
     */
    public static final int CANDIDATES_MAX = 255;

    private Limits() {
    }
}
