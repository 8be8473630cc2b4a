package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;
import gavel.config.BuyerConfig.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a campaign takes, when it is open, and how it ties. */
class CampaignTest {
    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

    private final SampleConfig sample = new SampleConfig();

    @ParameterizedTest
    @CsvSource({
        "zip, IN, 78701|08540, 0, 0, 78701, true", "zip, IN, 78701|08540, 0, 0, 08540-1234, true",
        "zip, IN, 78701|08540, 0, 0, 78702, false", "zip, IN, 78701, 0, 0, , false",
        "zip, NOT_IN, 78701, 0, 0, 78701, false", "zip, NOT_IN, 78701, 0, 0, 78702, true",
        "zip, NOT_IN, 78701, 0, 0, , true", "zip, PREFIX, 787|08, 0, 0, 78799, true",
        "zip, PREFIX, 787|08, 0, 0, 08540, true", "zip, PREFIX, 787|08, 0, 0, 78899, false",
        "zip, PREFIX, 787, 0, 0, , false", "zip, PREFIX, 787018, 0, 0, 78701, false",
        "state, IN, TX|ON, 0, 0, tx, true", "state, NOT_IN, TX, 0, 0, tx, false",
        "credit, IN, good, 0, 0, GOOD, true", "credit, IN, good, 0, 0, fair, false",
        "owner, IN, true, 0, 0, true, true", "owner, IN, true, 0, 0, false, false", "owner, IN, true, 0, 0, , false",
        "year, RANGE, , 2000, 2010, 2000, true", "year, RANGE, , 2000, 2010, 2010, true",
        "year, RANGE, , 2000, 2010, 1999, false", "year, RANGE, , 2000, 2010, 2011, false",
        "year, RANGE, , 2000, 2010, , false", "amount, RANGE, , 1500000, 1500000, 1.50, true",
        "amount, RANGE, , -2000000, -1000000, -1.5, true", "amount, RANGE, , 1500001, 9000000, 1.5, false",
        "born, RANGE, , 0, 10, 1970-01-11, true", "born, RANGE, , 0, 10, 1970-01-12, false",
        "born, RANGE, , -1, 0, 1969-12-31, true", "name, IN, \u00c4nn, 0, 0, \u00c4nn, true",
        "name, IN, \u00c4nn, 0, 0, ann, false"})
    void shouldFilter(final String field, final FilterKind kind, final String words, final long from, final long to,
                      final String value, final boolean passes) {
        final Filter filter =
                new Filter(field, kind, words == null ? List.of() : List.of(words.split("\\|")), from, to);
        final Vertical vertical = new Vertical(sample.vertical());
        final FieldValues values = new FieldValues();
        if (value != null) {
            final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            final int index = vertical.config().fieldIndex(field);
            assertTrue(values.put(index, vertical.check(index), bytes, 0, bytes.length) >= 0);
        }
        assertEquals(passes, new NaiveFilter(filter, vertical).passes(values));
        assertEquals(passes, passes(List.of(filter), vertical, values));
    }

    @Test
    void shouldWantEveryFilterToPass() {
        final Filter zip = new Filter("zip", FilterKind.IN, List.of("78701"), 0, 0);
        final Filter year = new Filter("year", FilterKind.RANGE, List.of(), 2000, 2010);
        final Vertical vertical = new Vertical(sample.vertical());
        final FieldValues values = new FieldValues();
        put(values, "zip", "78701");
        assertFalse(passes(List.of(zip, year), vertical, values));
        put(values, "year", "2005");
        assertTrue(passes(List.of(zip, year), vertical, values));
    }

    private boolean passes(final List<Filter> filters, final Vertical vertical, final FieldValues values) {
        sample.campaigns.clear();
        sample.campaigns.add(SampleConfig.campaign("a", filters, List.of(), 0));
        final CampaignIndex index =
                new CampaignIndex(sample.catalog().campaigns().toArray(Campaign[]::new), vertical);
        index.match(values);
        return index.next(0) == 0;
    }

    @ParameterizedTest
    @CsvSource({"2026-11-23T08:00, true", "2026-11-23T07:59, false", "2026-11-23T19:59, true",
        "2026-11-23T20:00, false", "2026-11-24T12:00, false", "2026-11-29T23:59, true", "2026-11-29T22:59, false",
        "2026-03-08T03:00, true", "2026-03-08T01:59, false"})
    void shouldBeOpenByTheBuyersClock(final String local, final boolean open) {
        sample.zone = CHICAGO;
        final int sunday = 6 * 1_440;
        sample.campaigns.add(SampleConfig.campaign("a", List.of(), List.of(new Opening(480, 1_200),
                new Opening(sunday + 1_380, sunday + 1_440), new Opening(sunday + 120, sunday + 240)), 0));
        final Campaign campaign = sample.catalog().campaigns().get(0);
        assertEquals(open, campaign.isOpen(LocalDateTime.parse(local).atZone(CHICAGO).toInstant().toEpochMilli()));
    }

    @Test
    void shouldTieByCampaignAndLeadAlone() {
        sample.campaigns.add(SampleConfig.campaign("a"));
        sample.campaigns.add(SampleConfig.campaign("b"));
        final Catalog one = sample.catalog();
        final Catalog other = sample.catalog();
        int first = 0;
        for (long lead = 0; lead < 1_000; lead++) {
            final long a = one.campaigns().get(0).tieKey(lead);
            assertEquals(a, other.campaigns().get(0).tieKey(lead));
            assertNotEquals(a, one.campaigns().get(1).tieKey(lead));
            first += a < one.campaigns().get(1).tieKey(lead) ? 1 : 0;
        }
        assertTrue(first > 400 && first < 600, "favoured in " + first + " of 1,000");
    }

    @Test
    void shouldOfferALeadOnlyToCampaignsThatAreOn() {
        sample.campaigns.add(SampleConfig.campaign("a"));
        assertEquals(1, SampleConfig.offer(sample.catalog()).campaigns().length);
        sample.buyerOn = false;
        assertEquals(0, SampleConfig.offer(sample.catalog()).campaigns().length);
        assertNull(sample.catalog().publisher(new byte[] {'x'}, 0, 1));
        assertNull(sample.catalog().offer(new byte[0], 0, 0));
    }

    private void put(final FieldValues values, final String field, final String value) {
        final Vertical vertical = new Vertical(sample.vertical());
        final int index = vertical.config().fieldIndex(field);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        values.put(index, vertical.check(index), bytes, 0, bytes.length);
    }
}
