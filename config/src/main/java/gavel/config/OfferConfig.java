package gavel.config;

import java.time.ZoneId;
import java.util.List;

/**
 * What a publisher promotes. Immutable.
 *
 * @param id          name of the offer, and of its file.
 * @param vertical    id of the vertical of its leads.
 * @param currency    ISO 4217 code in which its leads are bid for, sold and paid.
 * @param on          whether its leads and clicks are taken.
 * @param landingPage where clicks are sent; {@code {click_id}}, {@code {sub1}} .. {@code {sub5}} are filled in, and
 *                    without {@code {click_id}} a query parameter {@code click_id} is appended.
 * @param floorMicros least price of a lead; a request may ask for more, never for less.
 * @param margin      least that must remain of the price after the payout; bids that leave less are below the floor.
 * @param payout      what a sale pays.
 * @param campaigns   ids of the campaigns that may be asked; empty: every campaign of the vertical.
 * @param zone        in which the periods of its caps begin.
 * @param caps        on its leads, and on their payouts.
 * @param earlyClose  whether the post leaves while pings are open that can't change the winner any more.
 */
public record OfferConfig(String id, String vertical, String currency, boolean on, String landingPage,
                          long floorMicros, Margin margin, Payout payout, List<String> campaigns,
                          ZoneId zone, List<Cap> caps, EarlyClose earlyClose) {

    /** Parts per million that make a whole share. */
    public static final long WHOLE_PPM = 1_000_000L;
    private static final String CLICK_ID = "{click_id}";
    /** Of one byte: a percent sign and two digits. */
    private static final int ENCODED_BYTES = 3;

    /**
     * Bytes of the longest line {@code Location: URL} that a landing page becomes, its end included: every click id
     * as long as one gets, every sub id as long as one may be and each byte of it percent-encoded.
     */
    public static int locationMaxBytes(final String landingPage) {
        final String page = landingPage.contains(CLICK_ID) ? landingPage : landingPage + "?click_id=" + CLICK_ID;
        final String clickIds = page.replace(CLICK_ID, "");
        final String literals = clickIds.replaceAll("\\{sub[1-5]}", "");
        return "Location: ".length() + literals.length() + "\r\n".length()
                + (page.length() - clickIds.length()) / CLICK_ID.length() * Limits.CLICK_ID_MAX_BYTES
                + (clickIds.length() - literals.length()) / "{sub1}".length()
                * ENCODED_BYTES * Limits.SUB_MAX_BYTES;
    }

    /** Least margin: an amount, and a share of the price; both must be left. */
    public record Margin(long micros, long sharePpm) {
    }

    /** What is held to be the highest bid that a buyer who has not answered yet may still make. */
    public enum EarlyClose {
        /** Anything: every ping is waited for. */
        OFF,
        /** Its campaign's {@code bid_max}, over which no bid is taken. */
        BID_MAX,
        /** What its campaign has bid in 999 of 1,000 cases, once it has bid often enough; {@code bid_max} till then. */
        LEARNED
    }

    /** How a payout is found. */
    public enum PayoutKind { FIXED, SHARE }

    /**
     * Payout terms.
     *
     * @param kind  fixed amount or share of the price.
     * @param value micro-units for FIXED, parts per million of the price for SHARE (rounded down, the rest is ours).
     */
    public record Payout(PayoutKind kind, long value) {
    }
}
