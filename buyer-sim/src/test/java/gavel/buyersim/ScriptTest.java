package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script may say, and where its mistakes are reported. */
class ScriptTest {
    @Test
    void shouldTakeDefaultsForAllButIdAndPort() throws ScriptException {
        BuyerScript buyer = Script.parse("s", "buyers: [{id: acme, port: 9101}]").buyers().get(0);

        assertEquals("/ping", buyer.ping().path());
        assertEquals("/post", buyer.post().path());
        assertEquals(1_000_000, buyer.ping().bidPpm());
        assertEquals("lead", buyer.wire().leadRef());
        assertEquals(FaultPlan.HONEST, buyer.faults().ping());
    }

    @Test
    void shouldUnfoldACountToConsecutivePorts() throws ScriptException {
        Script script = Script.parse("s", "buyers: [{id: acme, port: 9101, count: 3}, {id: late, port: 0, count: 2}]");

        assertEquals(List.of("acme-1:9101", "acme-2:9102", "acme-3:9103", "late-1:0", "late-2:0"),
            script.buyers().stream().map(buyer -> buyer.id() + ":" + buyer.port()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "instant", "faults"})
    void shouldReadTheScriptsThatAreShipped(final String name) throws Exception {
        Script script = Script.read(Path.of("scripts", name + ".yaml"));

        assertTrue(script.buyers().size() >= 8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{id: ^A, port: 1}                                 | id: expected small letters",
        "^{port: 1}                                        | id: is missing",
        "^{id: a}                                          | port: is missing",
        "{id: a, port: ^http}                              | port: expected a whole number",
        "{id: a, port: ^65536}                             | port: expected a whole number from 0 to 65535",
        "{id: a, port: 1, count: ^0}                       | count: expected a whole number from 1",
        "{id: a, port: ^65535, count: 2}                   | port: port 65536 of a-2 is beyond 65535",
        "{id: a, port: 1, ^colour: red}                    | colour: unknown key",
        "{id: a, port: 1, ^pnig: {}}                       | pnig: unknown key; did you mean ping?",
        "{id: a, port: 1, ^port: 2}                        | port: stands here twice",
        "{id: a, port: 1, lead_ref: ^'a b'}                | lead_ref: expected a member",
        "{id: a, port: 1, currency: ^usd}                  | currency: expected three capital letters",
        "{id: a, port: 1, ping: ^fast}                     | ping: expected keys and values",
        "{id: a, port: 1, ping: {path: ^ping}}             | ping.path: expected a path",
        "{id: a, port: 1, ping: {path: ^/book}}            | ping.path: /book is taken",
        "{id: a, port: 1, ping: {latency: ^8ms}}           | ping.latency: expected a latency",
        "{id: a, port: 1, ping: {bid: ^70}}                | ping.bid: expected a share",
        "{id: a, port: 1, ping: {bid: ^170%}}              | ping.bid: a share is at most 100%",
        "{id: a, port: 1, ping: {price: ^[1]}}             | ping.price: expected one value",
        "{id: a, port: 1, ping: {price: ^fixed(1.001)}}    | ping.price: a price is in whole cents",
        "{id: a, port: 1, post: {accept: ^yes}}            | post.accept: expected a share",
        "{id: a, port: 1, post: ^{path: /ping}}            | post: path must differ",
        "{id: a, port: 1, faults: {refuse: ^yes}}          | faults.refuse: expected true or false",
        "{id: a, port: 1, faults: {late_by: ^2}}           | faults.late_by: expected a duration",
        "{id: a, port: 1, faults: {ping: {^hnag: 1%}}}     | faults.ping.hnag: unknown key; did you mean hang?",
        "{id: a, port: 1, faults: {ping: {^accept_then_reset: 1%}}} | faults.ping.accept_then_reset: unknown key",
        "{id: a, port: 1, faults: {post: ^{hang: 60%, drip: 60%}}}  | faults.post: the shares add up",
        "{id: a, port: 1, tls: ^{certificate: none.pem}}   | tls.key: is missing",
        "{id: a, port: 1, limits: {connections: ^0}}       | limits.connections: expected a whole number"})
    void shouldSayWhereAMistakeIs(final String marked, final String sentence) {
        String line = "   - " + marked;
        String text = "buyers:\n" + line.replace("^", "");
        ScriptException e = assertThrows(ScriptException.class, () -> Script.parse("s.yaml", text));

        String expected = "s.yaml:2:" + (line.indexOf('^') + 1) + ": buyers[0]." + sentence;
        assertTrue(e.problems().stream().anyMatch(problem -> problem.toString().startsWith(expected)),
            () -> "expected " + expected + " in " + e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                        | s:1:1: is empty",
        "buyers: [                 | s:1:10: not YAML",
        "buyers: []                | s:1:9: buyers: expected a list",
        "buyers: acme              | s:1:9: buyers: expected a list",
        "sellers: []               | s:1:1: buyers: is missing",
        "[1, 2]                    | s:1:1: expected keys and values",
        "{buyers: [{id: a, port: 1}, {id: a, port: 2}]} | s:1:34: buyers[1].id: \"a\" is used twice",
        "{buyers: [{id: a, port: 1}, {id: b, port: 1}]} | s:1:43: buyers[1].port: 1 is already the port of a"})
    void shouldRefuseAScriptAsAWhole(final String text, final String problem) {
        ScriptException e = assertThrows(ScriptException.class, () -> Script.parse("s", text));

        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void shouldReportAllMistakesInOneGoInTheOrderOfTheFile() {
        String text = """
            buyers:
              - id: acme
                port: 9101
                ping: {bid: 70, latency: soon}
              - id: acme
                port: 9101
                post: {acept: 96%}
            """;
        ScriptException e = assertThrows(ScriptException.class, () -> Script.parse("s", text));

        assertEquals("4:17 4:30 5:9 6:11 7:12", e.problems().stream()
            .map(problem -> problem.line() + ":" + problem.column()).collect(Collectors.joining(" ")));
    }
}
