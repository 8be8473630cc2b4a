package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which campaigns a value of one field passes. Immutable; any thread. A campaign has one filter for a field at most, so
 * what each kind of filter lets through can be put together.
 */
final class FieldIndex {
    private final int field;
    private final BitSet unnamed;
    private final Names listed;
    private final Names prefixed;
    private final int[] prefixLengths;
    private final long[] rangeStarts;
    private final BitSet[] inRange;

    /**
     * A filter on the field.
     *
     * @param campaign place of its campaign in the index.
     * @param filter   as configured.
     */
    record Condition(int campaign, Filter filter) {
        boolean is(final FilterKind kind) {
            return filter.kind() == kind;
        }
    }

    /** Campaigns by what they name. */
    private static final class Names {
        private final NameTable names;
        private final Naming[] namings;

        Names(final Map<String, List<Integer>> placesByName, final int campaigns) {
            names = new NameTable(new ArrayList<>(placesByName.keySet()));
            namings = placesByName.values().stream().map(places -> new Naming(places, campaigns))
                    .toArray(Naming[]::new);
        }

        void apply(final byte[] text, final int offset, final int length, final BitSet row) {
            final int name = names.indexOf(text, offset, length);
            if (name != NameTable.ABSENT) {
                namings[name].apply(row);
            }
        }
    }

    /** Who names one value: place by place where few do, as rows of bits where that is shorter. */
    private static final class Naming {
        private final int[] few;
        private final BitSet letThrough;
        private final BitSet keptOut;

        /**
         * @param places of campaigns that the value passes, and the complements of those that it does not.
         */
        Naming(final List<Integer> places, final int campaigns) {
            final boolean isFew = places.size() <= campaigns / Long.SIZE + 1;
            few = isFew ? places.stream().mapToInt(Integer::intValue).toArray() : null;
            letThrough = isFew ? null : new BitSet(campaigns);
            keptOut = isFew ? null : new BitSet(campaigns);
            for (int i = 0; i < places.size() && !isFew; i++) {
                final int place = places.get(i);
                (place >= 0 ? letThrough : keptOut).set(place >= 0 ? place : ~place);
            }
        }

        void apply(final BitSet row) {
            if (few == null) {
                row.or(letThrough);
                row.andNot(keptOut);
                return;
            }
            for (final int place : few) {
                if (place >= 0) {
                    row.set(place);
                } else {
                    row.clear(~place);
                }
            }
        }
    }

    FieldIndex(final int field, final List<Condition> conditions, final int campaigns) {
        this.field = field;
        this.unnamed = new BitSet(campaigns);
        unnamed.set(0, campaigns);
        final Map<String, List<Integer>> listing = new LinkedHashMap<>();
        final Map<String, List<Integer>> prefixing = new LinkedHashMap<>();
        for (final Condition condition : conditions) {
            if (!condition.is(FilterKind.NOT_IN)) {
                unnamed.clear(condition.campaign());
            }
            final int place = condition.is(FilterKind.NOT_IN) ? ~condition.campaign() : condition.campaign();
            for (final String value : condition.filter().values()) {
                (condition.is(FilterKind.PREFIX) ? prefixing : listing)
                        .computeIfAbsent(value, name -> new ArrayList<>()).add(place);
            }
        }
        this.listed = new Names(listing, campaigns);
        this.prefixed = new Names(prefixing, campaigns);
        this.prefixLengths = prefixing.keySet().stream()
                .mapToInt(prefix -> prefix.getBytes(StandardCharsets.UTF_8).length)
                .distinct().sorted().toArray();
        this.rangeStarts = rangeStarts(conditions);
        this.inRange = inRange(conditions, campaigns);
    }

    /** Makes {@code row} the campaigns that let the lead through as far as this field goes. */
    void passing(final FieldValues values, final BitSet row) {
        row.clear();
        row.or(unnamed);
        if (!values.has(field)) {
            return;
        }
        listed.apply(values.text(), values.offset(field), values.length(field), row);
        for (final int length : prefixLengths) {
            if (length <= values.length(field)) {
                prefixed.apply(values.text(), values.offset(field), length, row);
            }
        }
        if (rangeStarts.length > 0) {
            final int found = Arrays.binarySearch(rangeStarts, values.number(field));
            final int interval = found >= 0 ? found : -found - 2;
            if (interval >= 0) {
                row.or(inRange[interval]);
            }
        }
    }

    /** Where another set of ranges begins to hold: at the first value of each, and after its last. */
    private static long[] rangeStarts(final List<Condition> conditions) {
        final TreeSet<Long> starts = new TreeSet<>();
        for (final Condition condition : conditions) {
            if (condition.is(FilterKind.RANGE)) {
                starts.add(condition.filter().from());
                if (condition.filter().to() < Long.MAX_VALUE) {
                    starts.add(condition.filter().to() + 1);
                }
            }
        }
        return starts.stream().mapToLong(Long::longValue).toArray();
    }

    private BitSet[] inRange(final List<Condition> conditions, final int campaigns) {
        final BitSet[] rows = new BitSet[rangeStarts.length];
        Arrays.setAll(rows, interval -> new BitSet(campaigns));
        for (final Condition condition : conditions) {
            if (condition.is(FilterKind.RANGE)) {
                int interval = Arrays.binarySearch(rangeStarts, condition.filter().from());
                while (interval < rows.length && rangeStarts[interval] <= condition.filter().to()) {
                    rows[interval++].set(condition.campaign());
                }
            }
        }
        return rows;
    }
}
