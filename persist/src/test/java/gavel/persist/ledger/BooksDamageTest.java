package gavel.persist.ledger;

import gavel.persist.journal.JournalException;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.ledger.CheckTest.Damage;
import gavel.persist.record.RecordKind;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Small but whole books, made by the journal's writer and the settlement, and every kind of damage done to a copy: each
 * is found, and the record or file is named. {@code -Ddamage.seed} repeats a run. What finds what stands in
 * docs/DAMAGE.md, which this test holds.
 */
class BooksDamageTest {
    private static final int RECORDS = 900;
    private static final long SEED = Long.getLong("damage.seed", 20261123);
    private static final Path PAGE = Path.of("..", "docs", "DAMAGE.md");

    @TempDir
    static Path directory;
    private static JournalBooks sound;
    private static LedgerHead head;
    private static int copies;
    private final List<String> notFound = new ArrayList<>();

    /** What each way of looking said; empty when it found nothing. */
    private record Verdict(String journal, String ledger, String alone, String withHead) {
        String all() {
            return journal + ledger + alone + withHead;
        }

        String row(final String kind) {
            return "| " + kind + " | " + mark(journal) + " | " + mark(ledger) + " | " + mark(alone) + " | "
                    + mark(withHead) + " |";
        }

        private static String mark(final String said) {
            return said.isEmpty() ? "-" : "found";
        }
    }

    @BeforeAll
    static void makeSoundBooks() throws Exception {
        System.err.println("seed " + SEED);
        sound = new JournalBooks(directory.resolve("sound"))
                .write(bytes(new SeededLeads(SEED).upTo(RECORDS).journal)).settle(100);
        assertTrue(sound.segments().size() > 4, "several segments");
        try (Ledger ledger = Ledger.open(sound.directory, SettleTest.MEMORY_BYTES)) {
            head = LedgerHead.parse(SettleTest.text(ledger, "SELECT sequence || ':' || records_sha256 FROM position"));
        }
    }

    static List<byte[]> bytes(final FakeJournal journal) {
        final List<byte[]> records = new ArrayList<>();
        journal.read(1, Integer.MAX_VALUE, (buffer, offset, length) -> {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            records.add(bytes);
        });
        return records;
    }

    @Test
    void shouldFindEveryKindOfDamageAndSayWhere() throws Exception {
        final Map<String, List<String>> rowsByPart = new TreeMap<>();
        for (final Damage damage : Stream.concat(CheckTest.DAMAGES.stream(), LedgerDamage.KINDS.stream()).toList()) {
            final Random random = random(damage.name());
            final JournalBooks copy = copy();
            final long cause = damage(copy, damage, random, false);
            add(rowsByPart, "1 rows", damage.name(), found(damage.name(), copy, "record " + cause, cause));
        }
        for (final String name : List.of("price raised, in the sale and its entries", "a seal's link over rows changed",
                "a note changed", "names exchanged")) {
            final Damage damage = Stream.concat(CheckTest.DAMAGES.stream(), LedgerDamage.KINDS.stream())
                    .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
            if (!name.startsWith("a seal")) {
                final JournalBooks copy = copy();
                final long cause = damage(copy, damage, random(name), true);
                final String kind = name + "; the chain computed anew";
                add(rowsByPart, "1 rows", kind, found(kind, copy, "record " + cause, cause));
            }
        }
        for (final LedgerDamage.FileKind kind : LedgerDamage.FILE_KINDS) {
            final JournalBooks copy = copy();
            kind.act().on(copy.directory.resolve("ledger/ledger.duckdb"), random(kind.name()));
            add(rowsByPart, "2 file", kind.name(), found(kind.name(), copy, copy.directory.resolve("ledger").toString(),
                    0));
        }
        for (final JournalDamage.Kind kind : JournalDamage.KINDS) {
            final JournalBooks copy = copy();
            final String where = kind.act().on(copy, random(kind.name()));
            add(rowsByPart, "3 journal", kind.name(), found(kind.name(), copy, where, sequence(where)));
        }
        for (final RecordKind kind : List.of(RecordKind.SALE, RecordKind.LEAD_ENDED, RecordKind.CONFIG)) {
            final JournalBooks copy = copy();
            final String name = "a " + kind + " changed, its checksum computed anew, and the ledger rebuilt";
            final String where = JournalDamage.change(copy, random(name), kind, kind == RecordKind.CONFIG ? 52
                    : kind == RecordKind.SALE ? 45 : -1, 1);
            rebuild(copy);
            assertEquals("", look(copy, null).all(), "what is wrong in itself nowhere, only a head can tell");
            add(rowsByPart, "4 both", name, found(name + " " + where, copy, "when the head was noted", 0));
        }
        assertEquals(List.of(), notFound);
        check(rowsByPart);
    }

    @Test
    void shouldFindNothingInSoundBooksHoweverTheyCameToBe() throws Exception {
        assertEquals("", look(sound.copyTo(next()), head).all());
        for (final int batch : new int[] {1, 7, 63, 64, 65, 1_000}) {
            final JournalBooks copy = copy();
            Files.delete(copy.directory.resolve("ledger/ledger.duckdb"));
            copy.settle(batch);
            assertEquals("", look(copy, head).all(), "batches of " + batch);
        }
        final JournalBooks rebuilt = copy();
        rebuild(rebuilt);
        assertEquals("", look(rebuilt, head).all());
        final List<byte[]> records = bytes(new SeededLeads(SEED).upTo(RECORDS).journal);
        final Random random = new Random(SEED);
        final JournalBooks restarted = new JournalBooks(next()).write(records);
        for (int run = 0; run < 5; run++) {
            final LedgerHead partly = settleSome(restarted, 1 + random.nextInt(200));
            assertEquals("", look(restarted, partly).all());
            assertEquals("", look(restarted, head).all(), "a head beyond what is settled is in the journal");
        }
    }

    @Test
    void shouldHoldAnyHeadThatEverWasAgainstTheJournal() throws Exception {
        for (final long sequence : new long[] {1, 63, 64, 65, 500}) {
            final JournalBooks books = copy();
            final FakeJournal journal = new SeededLeads(SEED).upTo(RECORDS).journal;
            journal.showOnly((int) sequence);
            final Path other = next();
            final LedgerHead noted;
            try (Ledger ledger = Ledger.open(other, SettleTest.MEMORY_BYTES);
                 Settlement settlement = new Settlement(ledger, journal, () -> { }, null)) {
                settlement.settle(1_000);
                noted = settlement.head();
            }
            assertEquals(sequence, noted.sequence());
            assertEquals("", look(books, noted).all());
            assertEquals("", look(books, LedgerHead.parse(noted.toString())).all());
            final LedgerHead wrong = new LedgerHead(sequence, new StringBuilder(noted.link()).reverse().toString());
            assertTrue(look(books, wrong).withHead().contains("record " + sequence + ": the journal up to here is "));
        }
        final Verdict beyond = look(copy(), new LedgerHead(RECORDS + 500, head.link()));
        assertTrue(beyond.withHead().contains("a head was noted here, and the journal ends with record"), beyond.all());
    }

    private static LedgerHead settleSome(final JournalBooks books, final int limit) throws Exception {
        try (JournalReader reader = books.reader();
             Ledger ledger = Ledger.open(books.directory, SettleTest.MEMORY_BYTES);
             Settlement settlement = new Settlement(ledger, JournalBooks.source(reader), () -> { }, null)) {
            settlement.settle(limit);
            return settlement.head();
        }
    }

    private static Random random(final String name) {
        return new Random(SEED * 31 + name.hashCode());
    }

    private static Path next() {
        copies++;
        return directory.resolve("copy-" + copies);
    }

    private static JournalBooks copy() throws IOException {
        return sound.copyTo(next());
    }

    private static long damage(final JournalBooks books, final Damage damage, final Random random,
                               final boolean isRehashed) throws Exception {
        try (Ledger ledger = Ledger.open(books.directory, SettleTest.MEMORY_BYTES)) {
            final String causeSql = damage.causeSql().replace("OFFSET 20", "OFFSET " + random.nextInt(30));
            final long cause = Long.parseLong(SettleTest.text(ledger, causeSql));
            try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement()) {
                for (final String sql : damage.sql()) {
                    statement.execute(sql.replace("%d", String.valueOf(cause)).replace("%%", "%"));
                }
            }
            if (isRehashed) {
                LedgerDamage.rehash(ledger);
            }
            return cause;
        }
    }

    private static void rebuild(final JournalBooks books) {
        try (JournalReader reader = books.reader()) {
            new LedgerRebuild(books.directory, JournalBooks.source(reader), SettleTest.MEMORY_BYTES, () -> 0,
                    (records, elapsedNs) -> { }).rebuild(false, false);
        }
    }

    private static long sequence(final String where) {
        return where.matches("record [0-9]+") ? Long.parseLong(where.substring(7)) : 0;
    }

    /** Requires that it is found, and that the place is named: itself, or the records of its seal. */
    private Verdict found(final String name, final JournalBooks books, final String where, final long sequence)
            throws IOException {
        final Verdict verdict = look(books, head);
        final long sealed = (sequence + ChainedRows.SEAL_RECORDS - 1) / ChainedRows.SEAL_RECORDS
                * ChainedRows.SEAL_RECORDS;
        final String range = "records " + (sealed - ChainedRows.SEAL_RECORDS + 1) + " to ";
        final String named = sequence == 0 && where.startsWith("record 0") ? "ledger" : where;
        if (!verdict.all().matches("(?s).*" + Pattern.quote(named) + "(?![0-9]).*")
                && !(sequence > 0 && verdict.all().contains(range))) {
            notFound.add(name + " names " + named + ": " + verdict);
        }
        return verdict;
    }

    private static Verdict look(final JournalBooks books, final LedgerHead noted) {
        final String ledger = ledger(books, null);
        return new Verdict(journal(books), ledger, said(() -> text(LedgerCheck.verifyAlone(books.directory,
                SettleTest.MEMORY_BYTES))), noted == null || !ledger.isEmpty() ? ledger : ledger(books, noted));
    }

    private static String ledger(final JournalBooks books, final LedgerHead noted) {
        return said(() -> {
            try (JournalReader reader = books.reader()) {
                return text(LedgerCheck.verify(books.directory, JournalBooks.source(reader), SettleTest.MEMORY_BYTES,
                        noted));
            }
        });
    }

    private static String journal(final JournalBooks books) {
        return said(() -> JournalVerifier.verify(books.directory).problems().stream().map(Object::toString)
                .reduce("", (one, other) -> one + other + "\n"));
    }

    private static String text(final Findings findings) {
        return findings.isEmpty() ? "" : findings.text();
    }

    /** One way of looking. */
    private interface Look {
        String say() throws IOException;
    }

    private static String said(final Look look) {
        try {
            return look.say();
        } catch (final JournalException | LedgerException e) {
            return e.getMessage() + "\n";
        } catch (final IOException e) {
            throw new IllegalStateException("no command would say what is wrong", e);
        }
    }

    private static void add(final Map<String, List<String>> rowsByPart, final String part, final String kind,
                            final Verdict verdict) {
        rowsByPart.computeIfAbsent(part, key -> new ArrayList<>()).add(verdict.row(kind));
    }

    private static void check(final Map<String, List<String>> rowsByPart) throws IOException {
        final List<String> rows = rowsByPart.values().stream().flatMap(List::stream).toList();
        assertTrue(rows.size() >= 50, rows.size() + " kinds");
        rows.forEach(System.out::println);
        final Path made = Path.of("target", "damage", "DAMAGE.md");
        Files.createDirectories(made.getParent());
        Files.write(made, rows);
        final List<String> onPage = Files.readAllLines(PAGE).stream().filter(line -> line.endsWith("found |")
                || line.endsWith("- |")).toList();
        assertEquals(String.join("\n", rows), String.join("\n", onPage), PAGE + " is not what was found: take the "
                + "rows of " + made.toAbsolutePath());
    }
}
