package gavel.config;

import java.time.ZoneId;
import java.util.List;

/**
 * Who sends us clicks and leads and is paid. Immutable.
 *
 * @param id        name of the publisher, and of its file.
 * @param name      for people.
 * @param zone      in which its days and months begin.
 * @param currency  ISO 4217 code of its account.
 * @param on        whether its leads and clicks are taken.
 * @param keys      any of which authenticates it.
 * @param offers    ids of the offers it may send; empty: all.
 * @param caps      on the leads that it sends, and on their payouts.
 */
public record PublisherConfig(String id, String name, ZoneId zone, String currency, boolean on, List<Key> keys,
                              List<String> offers, List<Cap> caps) {

    /**
     * An API key, of which only the hash is kept.
     *
     * @param id     name of the key, for people.
     * @param sha256 hash of the key in lower-case hex, 64 characters.
     */
    public record Key(String id, String sha256) {
    }
}
