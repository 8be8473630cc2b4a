package gavel.config;

/**
 * A limit on what is sold within a period of its party's time zone. Immutable.
 *
 * @param unit what is counted.
 * @param max  so many leads, or micro-units, at most.
 * @param per  when counting begins anew.
 */
public record Cap(Unit unit, long max, Period per) {
    /** What a cap counts. */
    public enum Unit {
        LEADS,
        /** The price for a buyer and its campaigns, the payout for a publisher and an offer. */
        MONEY
    }

    /** When a cap begins anew: with a local hour, day, Monday or first of the month, or never. */
    public enum Period { HOUR, DAY, WEEK, MONTH, TOTAL }
}
