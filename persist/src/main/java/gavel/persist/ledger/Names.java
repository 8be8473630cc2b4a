package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the texts that come again and again: from 1, in the order in which the records first have them, so that
 * they are a pure function of the journal. Confined to the thread that settles or compares. A new one becomes a row of
 * the record that has it first; after a batch that was not stored, they must be loaded anew.
 */
final class Names {
    private final Map<String, Integer> idByName = new HashMap<>();
    private final Map<CampaignOfBuyer, Integer> idByCampaign = new HashMap<>();

    private record CampaignOfBuyer(String campaign, String buyer) {
    }

    /** The names that a ledger has. */
    static Names load(final DuckDBConnection connection) throws SQLException {
        final Names names = new Names();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery("SELECT name, name_id FROM name")) {
                while (result.next()) {
                    names.idByName.put(result.getString(1), result.getInt(2));
                }
            }
            try (ResultSet result = statement.executeQuery("SELECT campaign, buyer, campaign_id FROM campaign")) {
                while (result.next()) {
                    names.idByCampaign.put(new CampaignOfBuyer(result.getString(1), result.getString(2)),
                            result.getInt(3));
                }
            }
        }
        return names;
    }

    /** Number of a publisher, offer, vertical, currency or account; call it while no row of the sink is open. */
    int name(final String name, final long journalSequence, final RowSink sink) {
        final Integer known = idByName.get(name);
        if (known != null) {
            return known;
        }
        final int id = idByName.size() + 1;
        idByName.put(name, id);
        sink.begin(LedgerTable.NAME, journalSequence).number(id).text(name).end();
        return id;
    }

    /** Number of a campaign with its buyer; call it while no row of the sink is open. */
    int campaign(final String campaign, final String buyer, final long journalSequence, final RowSink sink) {
        final CampaignOfBuyer key = new CampaignOfBuyer(campaign, buyer);
        final Integer known = idByCampaign.get(key);
        if (known != null) {
            return known;
        }
        final int id = idByCampaign.size() + 1;
        idByCampaign.put(key, id);
        sink.begin(LedgerTable.CAMPAIGN, journalSequence).number(id).text(campaign).text(buyer).end();
        return id;
    }
}
