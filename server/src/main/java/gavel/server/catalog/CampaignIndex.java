package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the campaigns whose filters a lead passes, without going through all of them: a bit for each campaign, and one
 * row of bits for each field that any filter looks at. Confined to one loop, because it keeps the last answer. Costs a
 * word of 64 campaigns for each field, and a step for each campaign that names a value which few name.
 */
public final class CampaignIndex {
    /** No more campaigns. */
    public static final int NONE = -1;

    private final FieldIndex[] fields;
    private final long[] all;
    private final long[] passing;
    private final long[] row;

    /**
     * @param campaigns of one vertical; the index of a campaign is its place among them.
     */
    public CampaignIndex(final Campaign[] campaigns, final Vertical vertical) {
        final Map<Integer, List<FieldIndex.Condition>> conditionsByField = new TreeMap<>();
        for (int i = 0; i < campaigns.length; i++) {
            for (final Filter filter : campaigns[i].config().filters()) {
                conditionsByField.computeIfAbsent(vertical.config().fieldIndex(filter.field()),
                        field -> new ArrayList<>()).add(new FieldIndex.Condition(i, filter));
            }
        }
        this.fields = conditionsByField.entrySet().stream()
                .map(entry -> new FieldIndex(entry.getKey(), entry.getValue(), campaigns.length))
                .toArray(FieldIndex[]::new);
        this.all = Bits.first(campaigns.length);
        this.passing = new long[all.length];
        this.row = new long[all.length];
    }

    /** Finds the campaigns that the lead passes; {@link #next} tells them. */
    public void match(final FieldValues values) {
        System.arraycopy(all, 0, passing, 0, all.length);
        for (final FieldIndex field : fields) {
            field.passing(values, row);
            Bits.and(passing, row);
        }
    }

    /** The next campaign that the last lead passed, from a place on; NONE when there is no other. */
    public int next(final int from) {
        return Bits.next(passing, from);
    }

    /** Sets of small numbers as bits. Stateless. */
    static final class Bits {
        private Bits() {
        }

        static long[] none(final int size) {
            return new long[(size + Long.SIZE - 1) / Long.SIZE];
        }

        static long[] first(final int size) {
            final long[] bits = none(size);
            Arrays.fill(bits, -1L);
            if (size % Long.SIZE != 0) {
                bits[bits.length - 1] = (1L << size) - 1;
            }
            return bits;
        }

        static void set(final long[] bits, final int place) {
            bits[place >> 6] |= 1L << place;
        }

        static void clear(final long[] bits, final int place) {
            bits[place >> 6] &= ~(1L << place);
        }

        static void and(final long[] bits, final long[] others) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] &= others[i];
            }
        }

        static void andNot(final long[] bits, final long[] others) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] &= ~others[i];
            }
        }

        static void or(final long[] bits, final long[] others) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] |= others[i];
            }
        }

        static int next(final long[] bits, final int from) {
            int word = from >> 6;
            if (word >= bits.length) {
                return NONE;
            }
            long left = bits[word] & -1L << from;
            while (left == 0) {
                if (++word == bits.length) {
                    return NONE;
                }
                left = bits[word];
            }
            return (word << 6) + Long.numberOfTrailingZeros(left);
        }
    }
}
