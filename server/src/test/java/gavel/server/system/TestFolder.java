package gavel.server.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes a configuration as a user would. Stateless. */
final class TestFolder {
    private TestFolder() {
    }

    /** Everything but the buyers. */
    static void write(final Path folder) throws Exception {
        file(folder, "server.yaml", """
            listen: {address: "127.0.0.1:0"}
            admin: {address: "127.0.0.1:0"}
            loops: 2
            intake: {deadline: 8s, idempotency: {capacity: 10000, waiters_max: 64}}
            validate: {duplicates: {capacity: 100000, key: demo-duplicates-key-0123456789}}
            ping: {timeout: 2s}
            post: {timeout: 3s}
            sale: {entries: 1024}
            click: {key: demo-click-key-0123456789, entries: 256}
            settle: {interval: 10ms}
            drain: {segment: 1MiB}
            """);
        file(folder, "verticals/auto.yaml", """
            id: auto
            fields:
              phone: {type: phone, required: true}
              zip: {type: zip, required: true, ping: true}
              state: {type: state, ping: true}
              note: {type: string}
            duplicates: {fields: [phone], window: 30d}
            """);
        offer(folder, "quote", "landing_page: https://www.example.com/q?c={click_id}&s={sub1}\n"
                + "floor: 1.00 USD\nmargin: 0.20 USD\npayout: {share: 80%}\n");
        offer(folder, "fixed", "landing_page: https://www.example.com/f\npayout: {fixed: 3.00 USD}\nfloor: 0.50 USD\n");
        publisher(folder, "north", TestPublisher.KEY_NORTH);
        publisher(folder, "south", TestPublisher.KEY_SOUTH);
    }

    private static void offer(final Path folder, final String id, final String rest) throws IOException {
        file(folder, "offers/" + id + ".yaml", "id: " + id + "\nvertical: auto\ncurrency: USD\n" + rest);
    }

    private static void publisher(final Path folder, final String id, final String key) throws Exception {
        final String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes()));
        file(folder, "publishers/" + id + ".yaml",
                "id: " + id + "\ncurrency: USD\nkeys:\n  - {id: main, sha256: " + hash + "}\n");
    }

    /**
     * A buyer that speaks as the simulated ones do.
     *
     * @param origin   such as {@code http://127.0.0.1:9101}.
     * @param endpoint further keys of both endpoints, such as {@code timeout: 50ms}.
     * @param more     further lines of the file.
     * @param campaign further keys of its one campaign, such as {@code caps: [{leads: 5, per: day}]}.
     */
    static void buyer(final Path folder, final String id, final String origin, final String endpoint,
                      final String more, final String campaign) throws IOException {
        file(folder, "buyers/" + id + ".yaml", ("id: " + id + "\ncurrency: USD\n" + more + """
            ping:
              url: ORIGIN/ping
              body: '{"lead":"{{publisher_lead_id}}","state":"{{state}}","zip":"{{zip}}"}'
              ENDPOINT
              answer: {price: bid, reference: ping_ref, reason: reason}
            post:
              url: ORIGIN/post
              body: |
                {"lead":"{{publisher_lead_id}}","price":"{{price}}","ref":"{{ping_ref}}","key":"{{post_key}}",
                "phone":"{{phone}}","zip":"{{zip}}","note":"{{note}}"}
              ENDPOINT
              answer:
                accept: {path: accepted, values: ["true"]}
                reject: {path: accepted, values: ["false"]}
                reason: reason
                reference: reference
                redirect_url: redirect_url
            campaigns:
              - {id: ID-all, vertical: auto, bid_max: 100.00 USD CAMPAIGN}
            """).replace("ORIGIN", origin).replace("ENDPOINT", endpoint).replace("ID", id)
                .replace("CAMPAIGN", campaign.isEmpty() ? "" : ", " + campaign));
    }

    static void file(final Path folder, final String name, final String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
