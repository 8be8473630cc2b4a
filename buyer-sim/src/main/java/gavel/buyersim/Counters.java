package gavel.buyersim;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of one buyer. Written by its event loop only, read by any thread. */
final class Counters {
    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
    private final AtomicLongArray pingFaults = new AtomicLongArray(Fault.values().length);
    private final AtomicLongArray postFaults = new AtomicLongArray(Fault.values().length);

    void add(final Count count, final long amount) {
        counts.lazySet(count.ordinal(), counts.getPlain(count.ordinal()) + amount);
    }

    void add(final Count count) {
        add(count, 1);
    }

    void add(final Call call, final Fault fault) {
        AtomicLongArray faults = call == Call.PING ? pingFaults : postFaults;
        faults.lazySet(fault.ordinal(), faults.getPlain(fault.ordinal()) + 1);
    }

    BuyerTotals snapshot(final String buyerId, final String currency) {
        Map<Count, Long> countByKind = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            countByKind.put(count, counts.get(count.ordinal()));
        }
        return new BuyerTotals(buyerId, currency, countByKind, struck(pingFaults, Call.PING),
            struck(postFaults, Call.POST));
    }

    private static Map<Fault, Long> struck(final AtomicLongArray faults, final Call call) {
        Map<Fault, Long> countByFault = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (fault.isPossibleFor(call)) {
                countByFault.put(fault, faults.get(fault.ordinal()));
            }
        }
        return countByFault;
    }
}
