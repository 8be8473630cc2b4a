package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the campaigns whose filters a lead passes, without going through all of them: a bit for each campaign, and one
 * row of bits for each field that any filter looks at. Confined to one loop, because it keeps the last answer. Costs a
 * word of 64 campaigns for each field, and a step for each campaign that names a value which few name.
 */
public final class CampaignIndex {
    /** No more campaigns: what a set of bits says that has no other. */
    public static final int NONE = -1;

    private final FieldIndex[] fields;
    private final int campaigns;
    private final BitSet passing;
    private final BitSet row;

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
        this.campaigns = campaigns.length;
        this.passing = new BitSet(campaigns.length);
        this.row = new BitSet(campaigns.length);
    }

    /** Finds the campaigns that the lead passes; {@link #next} tells them. */
    public void match(final FieldValues values) {
        passing.set(0, campaigns);
        for (final FieldIndex field : fields) {
            field.passing(values, row);
            passing.and(row);
        }
    }

    /** The next campaign that the last lead passed, from a place on; NONE when there is no other. */
    public int next(final int from) {
        return passing.nextSetBit(from);
    }
}
