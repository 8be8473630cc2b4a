package gavel.persist.ledger;

/**
 * How far a ledger has come, in a few characters that vouch for the whole journal up to there: noted down elsewhere, it
 * shows later whether that history is still the same. Immutable; any thread.
 *
 * @param sequence of the last record, or 0.
 * @param link     of the chain over the records' bytes, in 64 hexadecimal digits.
 */
public record LedgerHead(long sequence, String link) {
    /** Before the first record. */
    public static final LedgerHead START = new LedgerHead(0, HashChain.START);

    /**
     * Reads what {@link #toString()} printed.
     *
     * @throws IllegalArgumentException with a sentence, when it is no head.
     */
    public static LedgerHead parse(final String text) {
        final int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).matches("[0-9]{1,18}")
                || !HashChain.isLink(text.substring(colon + 1))) {
            throw new IllegalArgumentException("a head is SEQUENCE:HASH, with 64 hexadecimal digits in small letters, "
                    + "as `gavel ledger verify` prints it");
        }
        return new LedgerHead(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return sequence + ":" + link;
    }
}
