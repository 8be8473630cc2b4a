package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.persist.drain.ControlFullException;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.server.lead.Money;
import gavel.server.path.TopUpPath;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Records what a buyer paid in, for POST to {@code /credit}. Called by the threads of the operators' port; answers when
 * it is forced.
 */
final class TopUpAction implements Action {
    private static final List<String> MEMBERS = List.of("buyer", "amount", "currency", "reference", "note");

    private final List<BuyerConfig> buyers;
    private final TopUpPath topUps;

    TopUpAction(final List<BuyerConfig> buyers, final TopUpPath topUps) {
        this.buyers = buyers;
        this.topUps = topUps;
    }

    @Override
    public Reply reply(final Map<String, Object> members) {
        final Members texts = new Members(members, MEMBERS);
        final String id = texts.text("buyer");
        ReportRequest.requireBuyer(id, buyers);
        final BuyerConfig buyer = buyers.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        final String currency = texts.text("currency");
        if (!currency.equals(buyer.currency())) {
            throw Members.bad("currency: the account of " + id + " is in " + buyer.currency());
        }
        final String reference = texts.text("reference");
        if (reference.isBlank()) {
            throw Members.bad("reference: say by what the payment is known again, such as the bank's id of it");
        }
        final TopUpBody body =
                new TopUpBody(id, currency, amount(texts.text("amount")), reference, texts.text("note"));
        return Reply.json(Reply.OK, JsonBody.object("buyer", id, "currency", currency, "amount",
                Money.text(body.amountMicros()), "reference", reference, "journal_sequence", record(body)));
    }

    private long record(final TopUpBody body) {
        try {
            final CompletableFuture<Long> forced = topUps.record(body);
            if (forced == null) {
                throw new AdminException(Reply.CONFLICT, body.buyer() + " has a payment with the reference "
                        + body.reference() + " already; nothing was recorded now");
            }
            return Forced.await(forced, "`gavel journal cat DIR --kind top_up` shows it");
        } catch (final ControlFullException e) {
            throw new AdminException(Reply.UNAVAILABLE, "nothing is recorded now: " + e.getMessage());
        }
    }

    private static long amount(final String text) {
        final boolean isNegative = text.startsWith("-");
        final byte[] digits = text.substring(isNegative ? 1 : 0).getBytes(StandardCharsets.UTF_8);
        final long micros = Money.parse(digits, 0, digits.length);
        if (micros == Money.NOT_MONEY || micros == 0) {
            throw Members.bad("amount: an amount such as 500.00 is wanted, up to a billion, or with a minus what went "
                    + "back, not " + text);
        }
        return isNegative ? -micros : micros;
    }
}
