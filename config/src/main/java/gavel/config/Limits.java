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

    /** Event loops: an id has six bits for one, and the last value is for threads that are no lead loops. */
    public static final int LOOPS_MAX = 63;
    /** Keys or identities that one table remembers: more of its cells than that can't be counted in bytes by an int. */
    public static final int REMEMBERED_MAX = 1 << 25;
    /** Fields by which a vertical knows a person again: a lead has room for so many hashes. */
    public static final int DUPLICATE_FIELDS_MAX = 8;
    /** Fields of a vertical: a lead has room for so many values, and one bit of a long for each. */
    public static final int FIELDS_MAX = 64;
    /** Longest sub id, in bytes. */
    public static final int SUB_MAX_BYTES = 100;
    /** Longest click id that is given, in bytes: two ids of 63, a number and a seal in base64url. */
    public static final int CLICK_ID_MAX_BYTES = 216;
    /** Longest line {@code Location: ...} of a redirect, its end included: each loop has one buffer of that size. */
    public static final int LOCATION_MAX_BYTES = 16 * 1024;

    private Limits() {
    }
}
