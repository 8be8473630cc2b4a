package gavel.persist.ledger;

/** Names of the accounts. Stateless; any thread. */
public final class Accounts {
    /** What is left to us. */
    public static final String HOUSE_MARGIN = "house:margin";

    /** What came in and what went out. */
    public static final String HOUSE_CASH = "house:cash";

    private Accounts() {
    }

    /** What a buyer owes us: positive. */
    public static String receivable(final String buyer) {
        return "buyer:" + buyer + ":receivable";
    }

    /** What we owe a publisher: negative. */
    public static String payable(final String publisher) {
        return "publisher:" + publisher + ":payable";
    }
}
