package gavel.server.auction;

import gavel.config.OfferConfig;

/** What a sale pays by an offer's terms. Stateless; any thread. Whole micro-units only; what is left over is ours. */
public final class PayoutTerms {
    private PayoutTerms() {
    }

    /** The payout of a sale at a price: may be more than the price when it is fixed. */
    public static long payoutMicros(final OfferConfig.Payout terms, final long priceMicros) {
        return terms.kind() == OfferConfig.PayoutKind.FIXED ? terms.value() : share(priceMicros, terms.value());
    }

    /** Whether enough is left of the price after the payout. */
    public static boolean leavesMargin(final OfferConfig.Margin margin, final long priceMicros,
                                       final long payoutMicros) {
        final long left = priceMicros - payoutMicros;
        return left >= 0 && left >= margin.micros() && left >= share(priceMicros, margin.sharePpm());
    }

    /** {@code floor(micros * ppm / 1,000,000)}, exact where the product would not fit. */
    static long share(final long micros, final long ppm) {
        final long whole = OfferConfig.WHOLE_PPM;
        return micros / whole * ppm + micros % whole * ppm / whole;
    }
}
