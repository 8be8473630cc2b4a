package gavel.buyersim;

import java.util.Arrays;
import java.util.Map;

/** How often each fault strikes one kind of call. Immutable, any thread. */
final class FaultPlan {
    static final FaultPlan HONEST = new FaultPlan(Map.of());
    private final Fault[] faults;
    private final long[] upToPpm;

    FaultPlan(final Map<Fault, Long> sharePpmByFault) {
        faults = sharePpmByFault.keySet().stream().sorted().toArray(Fault[]::new);
        upToPpm = new long[faults.length];
        long sum = 0;
        for (int i = 0; i < faults.length; i++) {
            sum += sharePpmByFault.get(faults[i]);
            upToPpm[i] = sum;
        }
        if (sum > 1_000_000) {
            throw new IllegalArgumentException("the shares add up to more than 100%");
        }
    }

    Fault strike(final long bits) {
        if (faults.length == 0) {
            return Fault.NONE;
        }
        long at = Draws.below(bits, 1_000_000);
        for (int i = 0; i < faults.length; i++) {
            if (at < upToPpm[i]) {
                return faults[i];
            }
        }
        return Fault.NONE;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof FaultPlan plan && Arrays.equals(faults, plan.faults)
            && Arrays.equals(upToPpm, plan.upToPpm);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(faults) + Arrays.hashCode(upToPpm);
    }
}
