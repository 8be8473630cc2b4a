package gavel.perf.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import gavel.perf.load.Outcome;
import gavel.perf.load.Quantity;

/**
 * Whether three books agree to the micro-unit: the publishers', the buyers' and the server's.
 * A pure function of them; immutable.
 *
 * <p>Held lead by lead: what a publisher was told is sold, one buyer and no second one has accepted, at that price;
 * what a buyer has accepted, a publisher knows as sold. Held in sum: sales, price and payout of each publisher, and
 * sales and price of each buyer, are what the server's reports say. A lead that the server itself lists as unknown or
 * pending is no disagreement, whatever the buyer's book says of it; it is explained. Leads that the reader sent by
 * hand are in no publisher's book, and are held in the sums of the buyers only.
 *
 * @param disagreements one sentence each; empty if the books agree
 * @param explanations  of leads that are open, one sentence each
 */
record Reconciliation(List<String> disagreements, List<String> explanations) {
    static Reconciliation of(final List<PublisherLead> leads, final List<BuyerSale> sales, final ServerBook server) {
        final Reconciliation books = new Reconciliation(new ArrayList<>(), new ArrayList<>());
        final Map<String, PublisherLead> leadByRef = books.byRef(leads);
        final Map<String, List<BuyerSale>> salesByRef = new LinkedHashMap<>();
        for (final BuyerSale sale : sales) {
            salesByRef.computeIfAbsent(sale.leadRef(), ref -> new ArrayList<>()).add(sale);
        }
        for (final PublisherLead lead : leadByRef.values()) {
            books.holdLead(lead, salesByRef.getOrDefault(lead.leadRef(), List.of()));
        }
        salesByRef.forEach((ref, accepted) -> {
            if (ref.startsWith(DemoPublisher.BY_HAND_PREFIX)) {
                books.explanations.add(ref + ": sent by hand, accepted by " + names(accepted));
            } else if (!leadByRef.containsKey(ref)) {
                books.disagreements.add(ref + ": accepted by " + names(accepted) + ", but no publisher sent it");
            }
        });
        final Map<String, Totals> servers = new LinkedHashMap<>(server.byPublisher());
        servers.keySet().retainAll(DemoPublisher.ALL.stream().map(DemoPublisher::id).toList());
        books.holdSums("publisher", publisherTotals(leadByRef), servers);
        books.holdSums("buyer", buyerTotals(sales, leadByRef), server.byBuyer());
        return new Reconciliation(List.copyOf(books.disagreements), List.copyOf(books.explanations));
    }

    boolean isAgreed() {
        return disagreements.isEmpty();
    }

    private Map<String, PublisherLead> byRef(final List<PublisherLead> leads) {
        final Map<String, PublisherLead> byRef = new LinkedHashMap<>();
        for (final PublisherLead lead : leads) {
            if (byRef.putIfAbsent(lead.leadRef(), lead) != null) {
                disagreements.add(lead.leadRef() + ": stands twice in the publishers' books");
            }
        }
        return byRef;
    }

    private void holdLead(final PublisherLead lead, final List<BuyerSale> accepted) {
        final String ref = lead.leadRef();
        if (accepted.size() > 1) {
            disagreements.add(ref + ": accepted " + accepted.size() + " times, by " + names(accepted));
        }
        if (lead.outcome() == Outcome.SOLD) {
            if (accepted.isEmpty()) {
                disagreements.add(ref + ": sold to its publisher's knowledge, but no buyer has accepted it");
            } else if (accepted.get(0).priceMicros() != lead.priceMicros()) {
                disagreements.add(ref + ": price is " + Quantity.decimal(lead.priceMicros()) + " for its publisher and "
                    + Quantity.decimal(accepted.get(0).priceMicros()) + " for buyer " + accepted.get(0).buyer());
            }
            if (lead.answered() != Outcome.SOLD) {
                explanations.add(ref + ": answered " + lead.answered().key() + ", sold since");
            }
        } else if (lead.isOpen()) {
            explanations.add(ref + ": the server lists it as " + lead.outcome().key() + "; "
                + (accepted.isEmpty() ? "no buyer has accepted it" : names(accepted) + " has accepted it"));
        } else if (!accepted.isEmpty()) {
            disagreements.add(ref + ": accepted by " + names(accepted) + ", but " + lead.outcome().key()
                + " to its publisher's knowledge");
        }
    }

    private static Map<String, Totals> publisherTotals(final Map<String, PublisherLead> leadByRef) {
        final Map<String, Totals> totals = new LinkedHashMap<>();
        for (final PublisherLead lead : leadByRef.values()) {
            if (lead.outcome() == Outcome.SOLD) {
                totals.merge(lead.publisher(), new Totals(1, lead.priceMicros(), lead.payoutMicros()), Totals::plus);
            }
        }
        return totals;
    }

    private static Map<String, Totals> buyerTotals(final List<BuyerSale> sales,
                                                   final Map<String, PublisherLead> leadByRef) {
        final Map<String, Totals> totals = new LinkedHashMap<>();
        for (final BuyerSale sale : sales) {
            final PublisherLead lead = leadByRef.get(sale.leadRef());
            final boolean isCounted = lead == null ? sale.isAnswered() : !lead.isOpen();
            if (isCounted) {
                totals.merge(sale.buyer(), new Totals(1, sale.priceMicros(), 0), Totals::plus);
            }
        }
        return totals;
    }

    private void holdSums(final String kind, final Map<String, Totals> theirs, final Map<String, Totals> servers) {
        final TreeSet<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(servers.keySet());
        for (final String name : names) {
            final Totals their = theirs.getOrDefault(name, Totals.ZERO);
            final Totals server = servers.getOrDefault(name, Totals.ZERO);
            holdSum(kind + ' ' + name + ": sales", Long.toString(their.sales()), Long.toString(server.sales()));
            holdSum(kind + ' ' + name + ": price", Quantity.decimal(their.priceMicros()),
                Quantity.decimal(server.priceMicros()));
            if ("publisher".equals(kind)) {
                holdSum(kind + ' ' + name + ": payout", Quantity.decimal(their.payoutMicros()),
                    Quantity.decimal(server.payoutMicros()));
            }
        }
    }

    private void holdSum(final String what, final String theirs, final String servers) {
        if (!theirs.equals(servers)) {
            disagreements.add(what + " " + theirs + " in its own book, " + servers + " in the server's report");
        }
    }

    private static String names(final List<BuyerSale> sales) {
        return String.join(" and ", sales.stream().map(BuyerSale::buyer).toList());
    }
}
