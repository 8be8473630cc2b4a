package gavel.config;

import java.util.List;

/**
 * One complete, checked configuration: an immutable snapshot that any thread may read. A lead keeps the snapshot it
 * began with to its end.
 *
 * @param server     what one process does.
 * @param verticals  kinds of lead, by id.
 * @param buyers     who buys, with their campaigns, by id.
 * @param publishers who sells, by id.
 * @param offers     what publishers promote, by id.
 * @param canonical  the whole configuration as one text, resolved, in a fixed order, secrets as {@code ***}; it goes
 *                   into the journal, so that each amount can be explained by the terms that were in force.
 * @param sha256     hash of {@code canonical} in hex: two configurations with one hash are one version.
 */
public record Config(
        ServerConfig server,
        List<VerticalConfig> verticals,
        List<BuyerConfig> buyers,
        List<PublisherConfig> publishers,
        List<OfferConfig> offers,
        String canonical,
        String sha256) {
}
