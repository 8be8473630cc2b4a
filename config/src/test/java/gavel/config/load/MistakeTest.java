package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake at a time in a folder that is right otherwise: that is reported, exactly there. One thread. */
final class MistakeTest {
    /** Stands where the problem must be reported, and is taken out before the file is written. */
    private static final String HERE = "»";
    private static final String S = "server.yaml";
    private static final String V = "verticals/auto.yaml";
    private static final String B = "buyers/acme.yaml";
    private static final String P = "publishers/north.yaml";
    private static final String O = "offers/quote.yaml";

    @TempDir
    private Path dir;

    /** Some text of a file becomes another. */
    record Edit(String file, String from, String to) {
    }

    /** Edits that make one problem, in a file and of a key. */
    record Mistake(String file, List<Edit> edits, String key, String message) {
        Mistake also(final String other, final String from, final String to) {
            final List<Edit> more = new ArrayList<>(edits);
            more.add(new Edit(other, from, to));
            return new Mistake(file, more, key, message);
        }

        /** One more edit, and what to expect, where it does not fit beside the first one. */
        Mistake at(final String from, final String to, final String expectedKey, final String expectedMessage) {
            return new Mistake(file, also(file, from, to).edits(), expectedKey, expectedMessage);
        }
    }

    @ParameterizedTest
    @MethodSource({"server", "verticals", "buyers", "bodies", "statuses", "campaigns", "offers", "publishers", "yaml"})
    void shouldReportExactlyThePlace(final Mistake mistake) throws Exception {
        final SampleFolder folder = new SampleFolder(dir);
        for (final Edit edit : mistake.edits()) {
            folder.replace(edit.file(), edit.from(), edit.to());
        }
        final String marked = Files.readString(dir.resolve(mistake.file()));
        final int at = marked.indexOf(HERE);
        final int line = (int) marked.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        final int column = at - marked.lastIndexOf('\n', at);
        folder.write(mistake.file(), marked.replace(HERE, ""));
        assertEquals(List.of(mistake.file() + ":" + line + ":" + column + "  " + mistake.key() + ": "
                + mistake.message()), folder.problems());
    }

    static Stream<Mistake> server() {
        return Stream.of(
                m(S, "node: 3", "node: »256", "node", "must be from 0 to 255, found \"256\""),
                m(S, "node: 3", "node: »three", "node", "expected a whole number from 0 to 255, found \"three\""),
                m(S, "node: 3", "»noed: 3", "noed", "unknown key (did you mean \"node\"?)"),
                m(S, "node: 3", "»node:", "node", "has no value; leave the key out for its default"),
                m(S, "loops: 2", "loops: »[2]", "loops", "expected a whole number, found a list"),
                m(S, "900ms", "»900", "intake.deadline", "expected a duration such as 80ms, found \"900\": write the "
                        + "number with its unit: ns, us, ms, s, m, h or d, for instance 900ms"),
                m(S, "900ms", "»soon", "intake.deadline", "expected a duration such as 80ms, found \"soon\""),
                m(S, "900ms", "»2h", "intake.deadline", "must be from 1ms to 1m, found \"2h\""),
                m(S, "900ms", "»900ms, deadline_max: 500ms", "intake.deadline",
                        "is longer than intake.deadline_max, 500ms"),
                m(S, "32KiB", "»32KB", "intake.body_max", "expected a size such as 64KiB, found \"32KB\""),
                m(S, "32KiB", "»32", "intake.body_max", "expected a size such as 64KiB, found \"32\": write the number "
                        + "with its unit: B, KiB, MiB or GiB, for instance 32KiB"),
                m(S, "intake: {deadline: 900ms, body_max: 32KiB}", "intake: »fast", "intake",
                        "expected keys and values, found \"fast\""),
                m(S, "loops: 2", "loops: »64", "loops", "must be from 1 to 63, found \"64\""),
                m(S, "900ms", "900ms, idempotency: {capacity: »33554433}", "intake.idempotency.capacity",
                        "must be from 1 to 33554432, found \"33554433\""),
                m(S, "{key: {file: secrets/d.key}}", "{capacity: »1000000000, key: {file: secrets/d.key}}",
                        "validate.duplicates.capacity", "must be from 1 to 33554432, found \"1000000000\""),
                m(S, "loops: 2", "ping: {candidates_max: »256}", "ping.candidates_max",
                        "must be from 1 to 255, found \"256\""),
                m(S, "loops: 2", "transport: »epol", "transport",
                        "expected one of auto, io_uring, epoll, nio, found \"epol\" (did you mean \"epoll\"?)"),
                m(S, "loops: 2", "admin: {address: »nowhere}", "admin.address",
                        "expected an address such as 127.0.0.1:8080, found \"nowhere\""),
                m(S, "loops: 2", "ping: {trust: »secrets/d.key}", "ping.trust",
                        "what is in the file is no certificate in PEM"),
                m(S, "loops: 2", "admin: {address: »127.0.0.1:8080}", "admin.address",
                        "is listen.address too; set another port"),
                m(S, "loops: 2", "post: {reserve: »5s}", "post.reserve",
                        "leaves no time to ping: intake.deadline is 900ms"),
                m(S, "{key: {file: secrets/d.key}}", "{key: {file: »secrets/none}}", "validate.duplicates.key.file",
                        "there is no file secrets/none"),
                m(S, "  duplicates: {key: {file: secrets/d.key}}", "  »duplicates: {}", "validate.duplicates.key",
                        "missing"),
                m(S, "{env: CLICK_KEY}", "{env: »NO_KEY}", "click.key.env", "the environment has no variable NO_KEY"),
                m(S, "{env: CLICK_KEY}", "{env: CLICK_KEY, »fiel: x}", "click.key.fiel",
                        "unknown key (did you mean \"file\"?)"),
                m(S, "{env: CLICK_KEY}", "»{env: CLICK_KEY, file: x}", "click.key",
                        "expected either {file: path} or {env: NAME}"),
                m(S, "{env: CLICK_KEY}", "»{env: ACME_KEY}", "click.key", "the secret is shorter than 16 bytes"));
    }

    static Stream<Mistake> verticals() {
        return Stream.of(
                m(V, "id: auto", "id: »car", "id", "must be the name of the file, \"auto\", found \"car\""),
                m(V, "  name:", "  »Name:", "fields.Name",
                        "expected a name of lower-case letters, digits and underscores, at most 63")
                        .also(B, "{{name}}", "x"),
                m(V, "  owner:", "  »price:", "fields.price",
                        "{{price}} means something else in a buyer's body; take another name"),
                m(V, "owner: {type: boolean", "owner: {type: »bool", "fields.owner.type", "expected one of string, "
                        + "integer, decimal, date, boolean, enum, email, phone, zip, state, ip, url, consent, "
                        + "certificate, found \"bool\""),
                m(V, "owner: {type: boolean, ping: true}", "»owner: {ping: true}", "fields.owner.type", "missing"),
                m(V, "phone: {type: phone}", "phone: {type: phone, ping: »true}", "fields.phone.ping",
                        "a ping may not carry personal data, and phone tells who somebody is"),
                m(V, "owner: {type: boolean, ping: true}", "owner: {type: boolean, ping: »yes}", "fields.owner.ping",
                        "expected true or false, found \"yes\""),
                m(V, "min: 1, max: 60", "min: »61, max: 60", "fields.name.min", "is greater than max"),
                m(V, "owner: {type: boolean,", "owner: {type: boolean, max: »3,", "fields.owner.max",
                        "does not apply to the type boolean"),
                m(V, "1900-01-01", "»1900-02-30", "fields.born.min",
                        "the value is not a calendar date; write YYYY-MM-DD"),
                m(V, "{type: enum, values: [good, Fair], ping: true}", "{type: enum, ping: true}", "", "")
                        .at("credit: {type: enum", "»credit: {type: enum", "fields.credit.values", "missing")
                        .also(B, ", credit: {not: [FAIR]}", ""),
                m(V, "[good, Fair]", "[good, Fair, »GOOD]", "fields.credit.values[2]",
                        "stands in the list twice; case does not matter"),
                m(V, "[good, Fair]", "»good", "fields.credit.values", "expected a list of words, found \"good\""),
                m(V, "owner: {type: boolean,", "owner: {type: boolean, values: »[a],", "fields.owner.values",
                        "only an enum has values"),
                m(V, "[cert.example.com]", "[»https://cert.example.com]", "fields.cert.hosts[0]",
                        "expected a host name in lower case such as cert.trustedform.com"),
                m(V, "fields: [phone]", "fields: [»phon]", "duplicates.fields[0]",
                        "there is no field \"phon\" (did you mean \"phone\"?)"),
                m(V, "fields: [phone]", "fields: [»zip]", "duplicates.fields[0]",
                        "only a phone or an email tells that two leads are one person"),
                m(V, "  owner:", "  p2: {type: phone}\n  p3: {type: phone}\n  p4: {type: phone}\n  p5: {type: phone}\n"
                        + "  p6: {type: phone}\n  p7: {type: phone}\n  p8: {type: phone}\n"
                        + "  p9: {type: phone}\n  owner:",
                        "duplicates.fields[8]", "at most 8 fields tell that two leads are one person; this one would "
                        + "never be looked at").also(V, "[phone]", "[phone, p2, p3, p4, p5, p6, p7, p8, »p9]"),
                m(V, "30d", "»30", "duplicates.window", "expected a duration such as 80ms, found \"30\": write the "
                        + "number with its unit: ns, us, ms, s, m, h or d, for instance 30ms"));
    }

    static Stream<Mistake> buyers() {
        return Stream.of(
                m(B, "name: Acme", "name: »\"\"", "name", "expected one line of 1 to 200 characters"),
                m(B, "America/Chicago", "»America/Chigaco", "zone", "expected a time zone such as America/Chicago, "
                        + "found \"America/Chigaco\" (did you mean \"America/Chicago\"?)"),
                m(B, "currency: USD", "currency: »USDT", "currency",
                        "expected an ISO 4217 currency such as USD, found \"USDT\""),
                m(B, "https://buyer.example/post", "»ftp://buyer.example/post", "post.url",
                        "expected a URL that begins with http:// or https://"),
                m(B, "https://buyer.example/post", "»https://me:pw@buyer.example/", "post.url",
                        "a user name in a URL is not supported; write auth: {basic: ...}"),
                m(B, "https://buyer.example/post", "»https://buyer.example/#x", "post.url",
                        "a URL here has no fragment (#...)"),
                m(B, "https://buyer.example/post", "»https:///post", "post.url",
                        "expected a URL with a host, and a port from 1 to 65535 if any"),
                m(B, "  timeout: 100ms", "  method: »GET", "ping.method", "expected one of POST, PUT, found \"GET\""),
                m(B, "X-Source: gavel", "»X Source: gavel", "ping.headers.X Source", "is not the name of a header"),
                m(B, "X-Source: gavel", "»Content-Length: 5", "ping.headers.Content-Length",
                        "is written by the server itself"),
                m(B, "X-Source: gavel", "X-Source: »\"a\\nb\"", "ping.headers.X-Source",
                        "the value of a header is printable ASCII"),
                m(B, "X-Source: gavel, ", "x-api-key: gavel, »", "ping.headers.X-Api-Key",
                        "is set twice; case does not matter"),
                m(B, "currency: USD", "currency: USD\ncalls: {max: »0}", "calls.max",
                        "must be from 1 to 1000000, found \"0\""),
                m(B, "currency: USD", "currency: USD\nbreaker: {skip_max: »100%}", "breaker.skip_max",
                        "must be from 1% to 99%, found \"100%\""),
                m(B, "currency: USD", "currency: USD\nbreaker: {failure_rate: »0.5%}", "breaker.failure_rate",
                        "must be from 1% to 99%, found \"0.5%\""),
                m(B, "currency: USD", "currency: USD\nbreaker: {window: »500ms}", "breaker.window",
                        "must be from 1s to 1h, found \"500ms\""),
                m(B, "currency: USD", "currency: USD\nbreaker: »off", "breaker",
                        "expected keys and values, found \"off\""),
                m(B, "  timeout: 100ms", "  timeout: 100ms\n  adaptive: {timeout_min: »100ms}",
                        "ping.adaptive.timeout_min",
                        "leaves nothing to adapt: the buyer has at most 100ms, by its ping.timeout"),
                m(B, "  timeout: 100ms", "  timeout: 10s\n  adaptive: {timeout_min: »150ms}",
                        "ping.adaptive.timeout_min",
                        "leaves nothing to adapt: the buyer has at most 120ms, by ping.timeout of server.yaml"),
                m(B, "  timeout: 100ms", "  »adaptive: {}", "ping.adaptive.timeout_min", "missing"),
                m(B, "  timeout: 100ms", "  adaptive: {timeout_min: »0.5ms}", "ping.adaptive.timeout_min",
                        "must be from 1ms to 1m, found \"0.5ms\""),
                m(B, "  timeout: 100ms", "  adaptive: {timeout_min: 40ms, keep: »100%}", "ping.adaptive.keep",
                        "must be from 50% to 99.9%, found \"100%\""),
                m(B, "  timeout: 100ms", "  adaptive: {timeout_min: 40ms, »timeout_max: 1s}",
                        "ping.adaptive.timeout_max", "unknown key (did you mean \"timeout_min\"?)"),
                m(B, "X-Source: gavel", "»x-timeout-ms: 5", "ping.headers.x-timeout-ms",
                        "is timeout_header; set that to off, or to another name"),
                m(B, "X-Source: gavel", "X-Source: »\"{{zip}}\"", "ping.headers.X-Source",
                        "only {{timeout_ms}} may stand here, found {{zip}}"),
                m(B, "ping?v=1", "p?z={{zip}}", "", "").at("https://buyer.example/p?", "»https://buyer.example/p?",
                        "ping.url", "only {{timeout_ms}} may stand here, found {{zip}}"),
                m(B, "https://buyer.example/post", "»https://{{timeout_ms}}.example/", "post.url",
                        "expected a URL with a host, and a port from 1 to 65535 if any"),
                m(B, "  timeout: 100ms", "  timeout_header: »\"X Y\"", "ping.timeout_header",
                        "is not the name of a header"),
                m(B, "  timeout: 100ms", "  timeout_header: »content-length", "ping.timeout_header",
                        "has another meaning; take another name"),
                m(B, "{basic: {user: me,", "{basic: {user: »\"a:b\",", "post.auth.basic.user",
                        "a user name has no colon and no control characters"),
                m(B, "  auth: {basic: {user: me, password: {env: ACME_KEY}}}", "  »auth: {}", "post.auth",
                        "expected either {bearer: ..} or {basic: {user: .., password: ..}}"),
                m(B, "answer: {price: bid,", "answer: {price: »a..b,", "ping.answer.price",
                        "expected names separated by dots such as result.price, found \"a..b\""),
                m(B, "  answer: {price: bid, reference", "  »answer: {reference", "ping.answer.price", "missing"),
                m(B, "values: [\"false\"]", "values: »[\"TRUE\"]", "post.answer.reject.values",
                        "\"true\" means accept already"),
                m(B, "  url: https://buyer.example/ping?v=1\n", "", "ping.url", "missing")
                        .at("ping:\n", "»ping:\n", "ping.url", "missing"));
    }

    static Stream<Mistake> statuses() {
        return Stream.of(
                m(B, "why\ncampaigns", "why\n" + status("»https://s.example/q"), "status.url", "does not say which "
                        + "lead: it needs one of {{lead_id}}, {{publisher_lead_id}}, {{post_key}}"),
                m(B, "why\ncampaigns", "why\n" + status("»https://s.example/{{zip}}"), "status.url",
                        "only {{lead_id}}, {{publisher_lead_id}}, {{post_key}} may stand here, found {{zip}}"),
                m(B, "why\ncampaigns", "why\n" + status("https://s.example/{{lead_id}}").replace("[b]", "»[A]"),
                        "status.answer.reject.values", "\"a\" means accept already"),
                m(B, "why\ncampaigns", "why\n" + status("https://s.example/{{lead_id}}\n  headers: {X: »\"{{zip}}\"}"),
                        "status.headers.X", "no variable may stand here, found {{zip}}"),
                m(B, "why\ncampaigns", "why\nstatus: {url: \"https://s.example/{{lead_id}}\", »answer: "
                        + "{accept: {path: s, values: [a]}}}\ncampaigns", "status.answer.reject", "missing"));
    }

    private static String status(final String url) {
        return "status:\n  url: " + url
                + "\n  answer: {accept: {path: s, values: [a]}, reject: {path: s, values: [b]}}\ncampaigns";
    }

    static Stream<Mistake> bodies() {
        final String json = "'{\"zip\":\"{{zip}}\",\"year\":{{year}}}'";
        final String form = "zip={{zip}}&name={{name}}&ref={{ping_ref}}";
        return Stream.of(
                m(B, "{{zip}}\",", "»{{zpi}}\",", "ping.body",
                        "unknown variable {{zpi}} (did you mean \"zip\"?)"),
                m(B, "{{zip}}\",", "»{{name}}\",", "ping.body", "a ping may not carry {{name}}: the vertical auto does "
                        + "not say ping: true of it"),
                m(B, "{{zip}}\",", "»{{phone}}\",", "ping.body", "a ping may not carry {{phone}}: it is personal data"),
                m(B, "{{zip}}\",", "»{{price}}\",", "ping.body", "only a post can carry {{price}}"),
                m(B, "{{year}}", "»{{zip}}", "ping.body", "{{zip}} is text; put quotes around it"),
                m(B, "{{year}}", "»{{lead_id}}", "ping.body", "{{lead_id}} is text; put quotes around it"),
                m(B, json, "»" + json.replace("{{year}}", "19{{year}}"), "ping.body",
                        "not JSON when filled in: after {\"zip\":\"x\",\"year\":19 comes null}"),
                m(B, json, "»" + json.replace("}}}", "}}"), "ping.body",
                        "not JSON when filled in: after zip\":\"x\",\"year\":null comes the end"),
                m(B, json, "»'{{zip'", "ping.body", "{{ without }}"),
                m(B, json, "»''", "ping.body", "is empty"),
                m(B, form, "zip={{zip}}&»{{name}}=x", "post.body", "a variable stands for a value: name={{variable}}"),
                m(B, form, "»zip={{zip}}&a b=c", "post.body",
                        "expected name=value&name=value, percent-encoded; found \"a b=c\""),
                m(B, "format: form\n  body: " + form, "format: xml\n  body: »<a><b>{{zip}}</a>", "post.body",
                        "not XML when filled in: The element type \"b\" must be terminated by the matching end-tag "
                        + "\"</b>\"."),
                m(B, "format: form\n  body: " + form, "format: xml\n  body: <»{{zip}}/>", "post.body",
                        "a variable stands in text or in a quoted attribute"),
                m(B, "format: form\n  body: " + form, "format: xml\n  body: »<a>{{zip}}<!-- x --></a>", "post.body",
                        "comments, CDATA and document types are not supported in a body"),
                m(B, "reference: ref, ", "", "", "").at("body: zip=", "body: »zip=", "post.body",
                        "uses {{ping_ref}}, but ping.answer.reference does not say what that is"));
    }

    static Stream<Mistake> campaigns() {
        return Stream.of(
                m(B, "vertical: auto", "vertical: »auot", "campaigns[0].vertical",
                        "there is no vertical \"auot\" (did you mean \"auto\"?)"),
                m(B, "id: acme-all", "id: »Acme_All", "campaigns[0].id", "expected an id of lower-case letters, digits "
                        + "and hyphens, at most 63, found \"Acme_All\"").also(O, "[acme-all]", "[]"),
                m(B, "state: [TX, on]", "»sate: [TX]", "campaigns[0].filters.sate",
                        "the vertical auto has no field \"sate\" (did you mean \"state\"?)"),
                m(B, "[TX, on]", "[TX, »NO]", "campaigns[0].filters.state[1]", "no state that the field can hold: the "
                        + "value is not a two-letter US state or territory or Canadian province"),
                m(B, "[FAIR]", "[»fiar]", "campaigns[0].filters.credit.not[0]", "no enum that the field can hold: the "
                        + "value is not one of the field's words"),
                m(B, "{from: 2000}", "{from: »y2k}", "campaigns[0].filters.year.from",
                        "the value is not a number; write plain digits such as 42 or 12.50"),
                m(B, "{from: 2000}", "{from: 2000, to: 1999}", "", "").at("year: {from", "»year: {from",
                        "campaigns[0].filters.year", "from is greater than to"),
                m(B, "year: {from: 2000}", "»year: {from: 2040, to: 2050}", "campaigns[0].filters.year",
                        "no value of the field is in this range"),
                m(B, "year: {from: 2000}", "year: »{}", "campaigns[0].filters.year",
                        "expected a value, a list of values, {not: [..]}, {prefix: [..]} or {from: .., to: ..}"),
                m(B, "state: [TX, on]", "state: {prefix: »[T]}", "campaigns[0].filters.state.prefix",
                        "a prefix does not apply to the type state"),
                m(B, "[08, 787]", "[»787x]", "campaigns[0].filters.zip.prefix[0]",
                        "expected the beginning of a zip code, in quotes: \"787\""),
                m(B, "mon-fri 08:00-20:00", "mon-fry 08:00-20:00", "", "").at("\"mon-fry", "»\"mon-fry",
                        "campaigns[0].schedule[0]",
                        "unknown day \"fry\" (did you mean \"fri\"?); days are mon tue wed thu fri sat sun"),
                m(B, "\"mon-fri 08:00-20:00\"", "»\"mon 20:00-08:00\"", "campaigns[0].schedule[0]", "ends before it "
                        + "begins; past midnight, write two spans: one to 24:00, and one from 00:00 of the next day"),
                m(B, "\"mon-fri 08:00-20:00\"", "»\"mon 08:00-24:01\"", "campaigns[0].schedule[0]",
                        "expected times from 00:00 to 24:00, found \"mon 08:00-24:01\""),
                m(B, "\"mon-fri 08:00-20:00\"", "»always", "campaigns[0].schedule[0]",
                        "expected a span such as \"mon-fri 08:00-20:00\", found \"always\""),
                m(B, "per: day", "per: »year", "campaigns[0].caps[0].per",
                        "expected one of hour, day, week, month, total, found \"year\""),
                m(B, "leads: 5, ", "", "", "").at("[{per", "[»{per", "campaigns[0].caps[0]", "expected either leads or "
                        + "money, such as {leads: 500, per: day} or {money: 900.00 USD, per: month}"),
                m(B, "{leads: 5, per: day}", "»{leads: 5, money: 1.00 USD, per: day}", "campaigns[0].caps[0]",
                        "expected either leads or money, such as {leads: 500, per: day} or "
                        + "{money: 900.00 USD, per: month}"),
                m(B, "leads: 5, per", "leads: »0, per", "campaigns[0].caps[0].leads",
                        "must be from 1 to 1000000000, found \"0\""),
                m(B, "leads: 5, per", "money: »5, per", "campaigns[0].caps[0].money", "expected an amount such as "
                        + "12.50 USD, found \"5\": write the number with its currency, for instance 5 USD"),
                m(B, "per: day}", "per: day}, »{leads: 6, per: day}", "campaigns[0].caps[1]",
                        "there is a cap of leads per day already"),
                m(B, "caps: [{leads: 5, per: day}]", "cap: {leads: 5}", "", "").at("cap: {", "»cap: {",
                        "campaigns[0].cap", "unknown key (did you mean \"caps\"?)"),
                m(B, "campaigns:", "credit: »5.00 EUR\ncampaigns:", "credit",
                        "expected USD, the currency of the buyer, found EUR"),
                m(B, "50.00 USD", "»50.00 EUR", "campaigns[0].bid_max",
                        "expected USD, the currency of the buyer, found EUR"),
                m(B, "50.00 USD", "»50.00", "campaigns[0].bid_max", "expected an amount such as 12.50 USD, found "
                        + "\"50.00\": write the number with its currency, for instance 50.00 USD"),
                m(B, "50.00 USD", "»0.0000001 USD", "campaigns[0].bid_max",
                        "expected an amount such as 12.50 USD, found \"0.0000001 USD\""));
    }

    static Stream<Mistake> offers() {
        return Stream.of(
                m(O, "vertical: auto", "vertical: »solar", "vertical", "there is no vertical \"solar\"")
                        .also(O, "[acme-all]", "[]"),
                m(O, "[acme-all]", "[»acme-al]", "campaigns[0]",
                        "there is no campaign \"acme-al\" (did you mean \"acme-all\"?)"),
                m(O, "{click_id}", "»{clik_id}", "", "").at("https://www", "»https://www", "landing_page",
                        "unknown placeholder {clik_id} (did you mean \"click_id\"?)"),
                m(O, "https://www.example.com/", "»https://{sub1}.example.com/", "landing_page",
                        "a placeholder in the host would let a visitor choose where to go"),
                m(O, "https://www.example.com/?c={click_id}", "»https://www.example.com/?c={click_id}"
                        + "&s={sub5}".repeat(54), "landing_page", "may become 16617 bytes with the longest ids filled "
                        + "in, and 16384 are the most; name fewer placeholders"),
                m(O, "[0.10 USD, 5%]", "[0.10 USD, »21%]", "", "").at("[0.10 USD", "»[0.10 USD", "margin",
                        "can't be left over: the payout takes 80%"),
                m(O, "[0.10 USD, 5%]", "[0.10 USD, »0.20 USD]", "margin[1]", "a margin has one amount at most"),
                m(O, "payout: {share: 80%}", "payout: {share: 80%}\nearly_close: »lerned", "early_close",
                        "expected one of off, bid_max, learned, found \"lerned\" (did you mean \"learned\"?)"),
                m(O, "share: 80%", "share: »101%", "payout.share", "must be from 0% to 100%, found \"101%\""),
                m(O, "share: 80%", "share: »80", "payout.share", "expected a share such as 80%, found \"80\": write "
                        + "the number with a percent sign, for instance 80%"),
                m(O, "payout: {share: 80%}", "»payout: {share: 80%, fixed: 1.00 USD}", "payout",
                        "expected either {share: 80%} or {fixed: 8.00 USD}"),
                m(O, "vertical: auto\n", "", "", "").at("id: quote", "»id: quote", "vertical", "missing")
                        .also(O, "[acme-all]", "[]"));
    }

    static Stream<Mistake> publishers() {
        return Stream.of(
                m(P, "sha256: 01", "sha256: »0X", "keys[0].sha256",
                        "expected the SHA-256 of the key, 64 hexadecimal digits in lower case"),
                m(P, "offers: [quote]", "offers: [»qoute]", "offers[0]",
                        "there is no offer \"qoute\" (did you mean \"quote\"?)"),
                m(P, "currency: USD", "currency: EUR", "", "").at("[quote]", "[»quote]", "offers[0]",
                        "pays in USD, but the publisher's account is in EUR"),
                m(P, "currency: USD", "currency: »EUR", "currency", "is not that of the offer quote, USD; list under "
                        + "offers those that this publisher may send").also(P, "offers: [quote]\n", ""));
    }

    static Stream<Mistake> yaml() {
        return Stream.of(
                m(S, "loops: 2", "»node: 4", "node", "duplicate key; the first one is on line 1"),
                m(S, "node: 3", "node: »&n 3", "",
                        "anchors are not supported: write the value out where it is used"),
                m(S, "node: 3", "node: »!!int 3", "", "tags such as tag:yaml.org,2002:int are not supported"),
                m(S, "loops: 2", "loops: »${LOOPS}", "loops",
                        "the environment has no variable LOOPS; set it, or write ${LOOPS:-default}"),
                m(S, "loops: 2", "loops: »${1}", "loops", "expected a variable such as ${NAME} or ${NAME:-default}, "
                        + "found ${1}; write $${ for the characters ${ themselves"),
                m(S, "loops: 2", "loops: " + "[".repeat(15) + "»[", "", "nested deeper than 16 levels"));
    }

    private static Mistake m(final String file, final String from, final String to, final String key,
                             final String message) {
        return new Mistake(file, List.of(new Edit(file, from, to)), key, message);
    }
}
