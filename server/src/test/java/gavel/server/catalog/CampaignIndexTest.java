package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The index of campaigns against each campaign's filters, one by one. */
class CampaignIndexTest {
    private static final int CASES = 100_000;
    private static final String[] WORDS = {"good", "fair", "poor"};

    private final SampleConfig sample = new SampleConfig();
    private final Vertical vertical = new Vertical(sample.vertical());

    private static String zip(final SplittableRandom random) {
        return String.format("%05d", 78_700 + random.nextInt(40));
    }

    private static Filter filter(final String field, final SplittableRandom random) {
        final FilterKind kind = random.nextBoolean() ? FilterKind.IN : FilterKind.NOT_IN;
        if (field.equals("year")) {
            final long from = 1990 + random.nextInt(30);
            return new Filter(field, FilterKind.RANGE, List.of(), from, from + random.nextInt(5));
        }
        if (field.equals("credit")) {
            return new Filter(field, kind, List.of(WORDS[random.nextInt(2)], WORDS[2]), 0, 0);
        }
        if (random.nextInt(3) > 0) {
            return new Filter(field, FilterKind.PREFIX, List.of(zip(random).substring(0, 4), zip(random)), 0, 0);
        }
        return new Filter(field, kind, List.of(zip(random)), 0, 0);
    }

    private void campaigns(final int count, final SplittableRandom random) {
        sample.campaigns.clear();
        for (int i = 0; i < count; i++) {
            final List<Filter> filters = new ArrayList<>();
            for (final String field : List.of("zip", "year", "credit")) {
                if (random.nextInt(3) == 0) {
                    filters.add(filter(field, random));
                }
            }
            sample.campaigns.add(SampleConfig.campaign("c" + i, filters, List.of(), 0));
        }
    }

    private void put(final FieldValues values, final String field, final String value) {
        final int index = vertical.config().fieldIndex(field);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        values.put(index, vertical.check(index), bytes, 0, bytes.length);
    }

    private FieldValues lead(final SplittableRandom random) {
        final FieldValues values = new FieldValues();
        if (random.nextInt(5) > 0) {
            put(values, "zip", zip(random));
        }
        if (random.nextInt(5) > 0) {
            put(values, "year", String.valueOf(1988 + random.nextInt(38)));
        }
        if (random.nextInt(5) > 0) {
            put(values, "credit", WORDS[random.nextInt(WORDS.length)]);
        }
        return values;
    }

    private boolean passesOneByOne(final Campaign campaign, final FieldValues values) {
        return campaign.config().filters().stream()
                .allMatch(filter -> new NaiveFilter(filter, vertical).passes(values));
    }

    @Test
    void shouldFindWhomTheFiltersLetThroughOneByOne() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        CampaignIndex index = null;
        Campaign[] campaigns = null;
        for (int i = 0; i < CASES; i++) {
            if (i % 500 == 0) {
                campaigns(random.nextInt(140), random);
                campaigns = sample.catalog().campaigns().toArray(Campaign[]::new);
                index = new CampaignIndex(campaigns, vertical);
            }
            final FieldValues values = lead(random);
            index.match(values);
            int next = index.next(0);
            for (int c = 0; c < campaigns.length; c++) {
                if (passesOneByOne(campaigns[c], values)) {
                    assertEquals(c, next, "seed " + seed + " case " + i);
                    next = index.next(c + 1);
                }
            }
            assertEquals(CampaignIndex.NONE, next, "seed " + seed + " case " + i);
        }
    }

    @Test
    void shouldHoldRangesToTheEndsOfNumbers() {
        final Filter any = new Filter("year", FilterKind.RANGE, List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
        sample.campaigns.add(SampleConfig.campaign("all", List.of(any), List.of(), 0));
        final CampaignIndex index =
                new CampaignIndex(sample.catalog().campaigns().toArray(Campaign[]::new), vertical);
        final FieldValues values = new FieldValues();
        index.match(values);
        assertEquals(CampaignIndex.NONE, index.next(0), "a lead without the field");
        put(values, "year", "2005");
        index.match(values);
        assertEquals(0, index.next(0));
    }

    @Test
    void shouldFindNobodyAmongNobody() {
        final CampaignIndex index = new CampaignIndex(new Campaign[0], vertical);
        index.match(new FieldValues());
        assertEquals(CampaignIndex.NONE, index.next(0));
    }
}
