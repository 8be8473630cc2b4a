package gavel.buyersim;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one buyer counted up to a moment. Immutable, any thread.
 *
 * @param buyerId     whose
 * @param currency    of the amounts
 * @param countByKind every {@link Count}
 * @param pingFaults  how often each fault struck a ping
 * @param postFaults  how often each fault struck a post
 */
public record BuyerTotals(String buyerId, String currency, Map<Count, Long> countByKind, Map<Fault, Long> pingFaults,
                          Map<Fault, Long> postFaults) {
    public BuyerTotals {
        countByKind = Map.copyOf(countByKind);
        pingFaults = Map.copyOf(pingFaults);
        postFaults = Map.copyOf(postFaults);
    }

    public long count(final Count count) {
        return countByKind.get(count);
    }

    public long pings() {
        return count(Count.PINGS);
    }

    public long bids() {
        return count(Count.BIDS);
    }

    public long noBids() {
        return count(Count.NO_BIDS);
    }

    public long posts() {
        return count(Count.POSTS);
    }

    public long accepted() {
        return count(Count.ACCEPTED);
    }

    public long rejected() {
        return count(Count.REJECTED);
    }

    public long repeated() {
        return count(Count.REPEATED);
    }

    public long acceptedMicros() {
        return count(Count.ACCEPTED_MICROS);
    }

    /** How often a fault struck calls of one kind; 0 for a fault that can't strike them. */
    public long faults(final Call call, final Fault fault) {
        return (call == Call.PING ? pingFaults : postFaults).getOrDefault(fault, 0L);
    }

    /** All faults of one kind of call together. */
    public long faults(final Call call) {
        return (call == Call.PING ? pingFaults : postFaults).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Both added up, under the name {@code id}. */
    BuyerTotals plus(final BuyerTotals other, final String id) {
        Map<Count, Long> counts = new EnumMap<>(countByKind);
        other.countByKind.forEach((count, value) -> counts.merge(count, value, Long::sum));
        Map<Fault, Long> pings = new EnumMap<>(pingFaults);
        other.pingFaults.forEach((fault, value) -> pings.merge(fault, value, Long::sum));
        Map<Fault, Long> posts = new EnumMap<>(postFaults);
        other.postFaults.forEach((fault, value) -> posts.merge(fault, value, Long::sum));
        return new BuyerTotals(id, currency.equals(other.currency) ? currency : "mixed", counts, pings, posts);
    }

    String toJson() {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"buyer\":\"").append(buyerId).append("\",\"currency\":\"").append(currency).append('"');
        for (Count count : Count.values()) {
            json.append(",\"").append(count.word()).append("\":").append(count(count));
        }
        json.append(",\"accepted_amount\":\"").append(Quantity.amount(acceptedMicros())).append('"');
        appendFaults(json, "ping_faults", Call.PING);
        appendFaults(json, "post_faults", Call.POST);
        return json.append('}').toString();
    }

    private void appendFaults(final StringBuilder json, final String name, final Call call) {
        json.append(",\"").append(name).append("\":{");
        String comma = "";
        for (Fault fault : Fault.values()) {
            if (fault.isPossibleFor(call)) {
                json.append(comma).append('"').append(fault.key()).append("\":").append(faults(call, fault));
                comma = ",";
            }
        }
        json.append('}');
    }
}
