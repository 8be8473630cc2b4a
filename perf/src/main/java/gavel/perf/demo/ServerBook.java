package gavel.perf.demo;

import java.util.LinkedHashMap;
import java.util.Map;

import gavel.perf.json.Json;
import gavel.perf.json.JsonException;
import gavel.perf.json.JsonNumber;
import gavel.perf.load.Quantity;

/**
 * What the server's reports say was sold, by publisher and by buyer.
 * Immutable.
 *
 * <p>A report is {@code {"rows": [{"publisher": "p", "sales": 3, "price": "12.50", "payout": "10.00"}, ...]}}, that of
 * the buyers has {@code buyer} in place of {@code publisher}, {@code accepted} in place of {@code sales},
 * and no payout.
 */
record ServerBook(Map<String, Totals> byPublisher, Map<String, Totals> byBuyer) {
    static ServerBook read(final String payoutsJson, final String buyersJson) {
        return new ServerBook(totals(payoutsJson, "publisher", "sales"), totals(buyersJson, "buyer", "accepted"));
    }

    Totals total() {
        return byPublisher.values().stream().reduce(Totals.ZERO, Totals::plus);
    }

    private static Map<String, Totals> totals(final String json, final String party,
                                              final String count) {
        final Map<String, Totals> byParty = new LinkedHashMap<>();
        for (final Object element : Json.array(Json.parseObject(json).get("rows"))) {
            final Map<String, Object> row = Json.object(element);
            if (!(row.get(party) instanceof String name) || !(row.get(count) instanceof JsonNumber sales)) {
                throw new JsonException("a row of the report lacks " + party + " or " + count + ": " + row);
            }
            byParty.merge(name, new Totals(sales.asLong(), micros(row, "price"), micros(row, "payout")), Totals::plus);
        }
        return byParty;
    }

    private static long micros(final Map<String, Object> row, final String name) {
        return row.get(name) instanceof String amount ? Quantity.micros(amount) : 0;
    }
}
