package gavel.config.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small folder that is right, to be changed by a test. One thread. */
final class SampleFolder {
    static final String SERVER = """
            node: 3
            intake: {deadline: 900ms, body_max: 32KiB}
            validate:
              duplicates: {key: {file: secrets/d.key}}
            click:
              key: {env: CLICK_KEY}
            loops: 2
            """;
    static final String VERTICAL = """
            id: auto
            fields:
              zip: {type: zip, required: true, ping: true}
              name: {type: string, min: 1, max: 60}
              phone: {type: phone}
              year: {type: integer, min: 1950, max: 2030, ping: true}
              credit: {type: enum, values: [good, Fair], ping: true}
              born: {type: date, min: 1900-01-01}
              amount: {type: decimal, min: 0, max: 10.50}
              cert: {type: certificate, hosts: [cert.example.com]}
              state: {type: state, ping: true}
              owner: {type: boolean, ping: true}
            duplicates: {fields: [phone], window: 30d}
            """;
    static final String BUYER = """
            id: acme
            name: Acme
            zone: America/Chicago
            currency: USD
            connections: {max: 64, idle: 10s}
            ping:
              url: https://buyer.example/ping?v=1
              headers: {X-Source: gavel, X-Api-Key: {env: ACME_KEY}}
              body: '{"zip":"{{zip}}","year":{{year}}}'
              timeout: 100ms
              answer: {price: bid, reference: ref, reason: why}
            post:
              url: https://buyer.example/post
              auth: {basic: {user: me, password: {env: ACME_KEY}}}
              format: form
              body: zip={{zip}}&name={{name}}&ref={{ping_ref}}
              answer:
                accept: {path: result.ok, values: ["true"]}
                reject: {path: result.ok, values: ["false"]}
                reason: why
            campaigns:
              - id: acme-all
                vertical: auto
                filters: {state: [TX, on], zip: {prefix: [08, 787]}, year: {from: 2000}, credit: {not: [FAIR]}}
                schedule: ["mon-fri 08:00-20:00"]
                caps: [{leads: 5, per: day}]
                bid_max: 50.00 USD
            """;
    static final String PUBLISHER = """
            id: north
            currency: USD
            keys:
              - {id: main, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}
            offers: [quote]
            """;
    static final String OFFER = """
            id: quote
            vertical: auto
            currency: USD
            landing_page: https://www.example.com/?c={click_id}
            floor: 1.00 USD
            margin: [0.10 USD, 5%]
            payout: {share: 80%}
            campaigns: [acme-all]
            """;

    private final Map<String, String> env =
            new HashMap<>(Map.of("CLICK_KEY", "0123456789abcdef", "ACME_KEY", "s3cret"));
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final Path dir;

    SampleFolder(final Path dir) throws IOException {
        this.dir = dir;
        write("server.yaml", SERVER);
        write("verticals/auto.yaml", VERTICAL);
        write("buyers/acme.yaml", BUYER);
        write("publishers/north.yaml", PUBLISHER);
        write("offers/quote.yaml", OFFER);
        write("secrets/d.key", "demo-0123456789abcdef\n");
    }

    Path dir() {
        return dir;
    }

    SampleFolder write(final String file, final String text) throws IOException {
        Files.createDirectories(dir.resolve(file).getParent());
        Files.writeString(dir.resolve(file), text, StandardCharsets.UTF_8);
        return this;
    }

    SampleFolder replace(final String file, final String from, final String to) throws IOException {
        final String text = Files.readString(dir.resolve(file));
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " has no " + from);
        }
        return write(file, text.replace(from, to));
    }

    SampleFolder env(final String name, final String value) {
        env.put(name, value);
        return this;
    }

    SampleFolder set(final String key, final String value) {
        overrides.put(key, value);
        return this;
    }

    Loaded load() {
        return ConfigLoader.load(dir, overrides, env::get);
    }

    /** Problems as {@code file:line:column  key: message}. */
    List<String> problems() {
        return lines(load().problems());
    }

    List<String> warnings() {
        return lines(load().warnings());
    }

    private static List<String> lines(final List<Problem> problems) {
        return problems.stream().map(p -> p.file() + ":" + p.line() + ":" + p.column() + "  " + p.key() + ": "
                + p.message()).toList();
    }
}
