package gavel.config;

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
 */
public record OfferConfig(String id, String vertical, String currency, boolean on, String landingPage,
                          long floorMicros, Margin margin, Payout payout, List<String> campaigns) {

    /** Parts per million that make a whole share. */
    public static final long WHOLE_PPM = 1_000_000L;

    /** Least margin: an amount, and a share of the price; both must be left. */
    public record Margin(long micros, long sharePpm) {
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
