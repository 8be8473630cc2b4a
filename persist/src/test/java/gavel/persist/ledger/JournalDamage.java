package gavel.persist.ledger;

import gavel.persist.ledger.JournalBooks.Place;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** Kinds of damage to a journal's bytes; each says where a person must be sent to look: a record, or a file. */
final class JournalDamage {
    private static final int MARK_LENGTH = 24;

    private JournalDamage() {
    }

    /** One kind. */
    record Kind(String name, Act act) {
    }

    /** Does it, and says which record or file must be named. */
    interface Act {
        String on(JournalBooks books, Random random) throws Exception;
    }

    static final List<Kind> KINDS = List.of(
            flip("a record's identity, a flipped bit", 16),
            flip("a record's time, a flipped bit", 32),
            flip("a record's checksum, a flipped bit", 4),
            flip("a record's sequence, a flipped bit", 8),
            flip("a record's length, a flipped bit", 0),
            flip("a record's body, a flipped bit", 60),
            new Kind("a record's identity changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 16, 1)),
            new Kind("a record's time changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 32, 1)),
            new Kind("a configuration changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.CONFIG, 52, 1)),
            new Kind("a publisher's name changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 45, 1)),
            new Kind("an answer that no row has changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.LEAD_ENDED, -1, 1)),
            new Kind("a record's kind changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 24, 2)),
            new Kind("a record's kind unknown, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 24, 0x40)),
            new Kind("a record's layout version raised, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 26, 0x40)),
            new Kind("a record's sequence changed, its checksum computed anew", (books, random) ->
                    change(books, random, RecordKind.SALE, 8, 1)),
            new Kind("a record's place filled with zeros", (books, random) -> {
                final int at = pick(books.places().size(), random);
                final Place place = books.places().get(at);
                fill(place.segment(), place.offset(), place.length());
                return "record " + (at + 1);
            }),
            new Kind("a page of a segment filled with zeros", (books, random) -> {
                final Path segment = middle(books, random);
                fill(segment, 4096 * (1 + random.nextInt(3)), 4096);
                return segment.getFileName().toString();
            }),
            new Kind("a batch's mark, a flipped bit", (books, random) -> {
                final Path segment = middle(books, random);
                xor(segment, 64, 1);
                return segment.getFileName().toString();
            }),
            new Kind("a batch's mark with another sequence, its checksum computed anew", (books, random) -> {
                final Path segment = middle(books, random);
                final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(segment));
                bytes.putLong(72, bytes.getLong(72, ByteOrder.LITTLE_ENDIAN) + 1, ByteOrder.LITTLE_ENDIAN);
                seal(bytes, 64 + 4, 64 + 8, MARK_LENGTH - 8);
                Files.write(segment, bytes.byteArray());
                return segment.getFileName().toString();
            }),
            new Kind("a segment's header, a flipped bit", (books, random) -> {
                final Path segment = middle(books, random);
                xor(segment, random.nextInt(36), 1);
                return segment.getFileName().toString();
            }),
            header("a segment's first sequence changed, its checksum computed anew", 16),
            header("a segment's number changed, its checksum computed anew", 12),
            new Kind("a segment dropped", (books, random) -> {
                final int at = 1 + random.nextInt(books.segments().size() - 2);
                final Path after = books.segments().get(at + 1);
                Files.delete(books.segments().get(at));
                return after.getFileName().toString();
            }),
            new Kind("the first segment dropped", (books, random) -> {
                Files.delete(books.segments().get(0));
                return books.segments().get(0).getFileName().toString();
            }),
            new Kind("the last segment dropped", (books, random) -> {
                Files.delete(books.segments().get(books.segments().size() - 1));
                return "the journal ends with record";
            }),
            new Kind("all segments dropped", (books, random) -> {
                for (final Path segment : books.segments()) {
                    Files.delete(segment);
                }
                return "the journal ends with record 0";
            }),
            new Kind("a segment renamed", (books, random) -> {
                final Path segment = middle(books, random);
                Files.move(segment, segment.resolveSibling("0000000000000" + (9_000_000 + random.nextInt(9))
                        + ".journal"));
                return segment.getParent().toString();
            }),
            new Kind("a segment there twice, under another name", (books, random) -> {
                final Path segment = middle(books, random);
                Files.copy(segment, segment.resolveSibling("0000000000000" + (9_000_000 + random.nextInt(9))
                        + ".journal"));
                return segment.getParent().toString();
            }),
            new Kind("a segment cut off", (books, random) -> {
                final Path segment = middle(books, random);
                Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), 5_000 + random.nextInt(10_000)));
                return segment.getFileName().toString();
            }),
            new Kind("a segment empty", (books, random) -> {
                final Path segment = middle(books, random);
                Files.write(segment, new byte[0]);
                return segment.getFileName().toString();
            }),
            new Kind("two segments exchanged", (books, random) -> {
                final int at = 1 + random.nextInt(books.segments().size() - 3);
                final Path one = books.segments().get(at);
                final Path other = books.segments().get(at + 1);
                final byte[] bytes = Files.readAllBytes(one);
                Files.write(one, Files.readAllBytes(other));
                Files.write(other, bytes);
                return one.getFileName().toString();
            }),
            new Kind("an older copy of a segment put back", (books, random) -> {
                final Path segment = middle(books, random);
                blankFrom(books, segment, 10);
                return segment.getFileName().toString();
            }),
            new Kind("an older copy of the last segment put back", (books, random) -> {
                blankFrom(books, books.segments().get(books.segments().size() - 1), 1);
                return "the journal ends with record";
            }),
            rewritten("a record dropped, all after it moved up", (records, at, random) -> records.remove(at)),
            rewritten("a record there twice, all after it moved down", (records, at, random) ->
                    records.add(at, records.get(at).clone())),
            rewritten("a record there again at the end", (records, at, random) ->
                    records.add(records.get(at).clone())),
            rewritten("two records exchanged", (records, at, random) -> Collections.swap(records, at, at + 1)),
            rewritten("a record of another lead put in", (records, at, random) -> {
                final byte[] made = records.get(at).clone();
                made[17] ^= 0x55;
                records.add(at, made);
            }),
            rewritten("the order of all records turned round from there", (records, at, random) ->
                    Collections.reverse(records.subList(at, records.size()))),
            new Kind("a journal of another server", (books, random) -> {
                replace(books, BooksDamageTest.bytes(new SeededLeads(random.nextInt(1_000) + 5_000).upTo(400).journal));
                return "record 2";
            }));

    private static Kind flip(final String name, final int at) {
        return new Kind(name, (books, random) -> {
            final int record = pick(books.places().size(), random);
            final Place place = books.places().get(record);
            xor(place.segment(), place.offset() + at, 1 << random.nextInt(7));
            return "record " + (record + 1);
        });
    }

    private static Kind header(final String name, final int at) {
        return new Kind(name, (books, random) -> {
            final Path segment = middle(books, random);
            final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(segment));
            bytes.putByte(at, (byte) (bytes.getByte(at) ^ 2));
            seal(bytes, 60, 0, 60);
            Files.write(segment, bytes.byteArray());
            return segment.getFileName().toString();
        });
    }

    private static Kind rewritten(final String name, final Rewrite rewrite) {
        return new Kind(name, (books, random) -> {
            final List<byte[]> records = books.records();
            final int at = pick(records.size(), random);
            rewrite.on(records, at, random);
            replace(books, records);
            return name.contains("again") || name.contains("twice") ? "a second time" : "record " + (at + 1);
        });
    }

    /** Changes a journal that is written anew, with right sequences and checksums. */
    private interface Rewrite {
        void on(List<byte[]> records, int at, Random random);
    }

    static void replace(final JournalBooks books, final List<byte[]> records) throws IOException {
        for (final Path segment : books.segments()) {
            Files.delete(segment);
        }
        books.write(records);
    }

    /** Changes a byte of a record of a kind ({@code at} below zero: from its end), with a right checksum. */
    static String change(final JournalBooks books, final Random random, final RecordKind kind, final int at,
                         final int bits) throws IOException {
        final List<byte[]> records = books.records();
        int record = kind == RecordKind.CONFIG ? 0 : pick(records.size() * 3 / 4, random);
        while (RecordHeader.kindCode(new UnsafeBuffer(records.get(record)), 0) != kind.code()) {
            record++;
        }
        final Place place = books.places().get(record);
        final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(place.segment()));
        final int index = place.offset() + (at < 0 ? place.length() + at : at);
        bytes.putByte(index, (byte) (bytes.getByte(index) ^ bits));
        RecordHeader.seal(bytes, place.offset(), ByteBuffer.wrap(bytes.byteArray()), new CRC32C());
        Files.write(place.segment(), bytes.byteArray());
        return "record " + (record + 1);
    }

    /** As it was when it had so many records fewer than now. */
    private static void blankFrom(final JournalBooks books, final Path segment, final int fewer) throws IOException {
        final List<Place> inside = books.places().stream().filter(place -> place.segment().equals(segment)).toList();
        final byte[] bytes = Files.readAllBytes(segment);
        int from = inside.get(Math.max(1, inside.size() - fewer)).offset();
        while (new UnsafeBuffer(bytes).getInt(from, ByteOrder.LITTLE_ENDIAN) != 0xbadc_4a01) {
            from -= 8;
        }
        Arrays.fill(bytes, from, bytes.length, (byte) 0);
        Files.write(segment, bytes);
    }

    private static void seal(final UnsafeBuffer bytes, final int crcAt, final int from, final int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.byteArray(), from, length);
        bytes.putInt(crcAt, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
    }

    private static Path middle(final JournalBooks books, final Random random) throws IOException {
        return books.segments().get(1 + random.nextInt(books.segments().size() - 2));
    }

    private static int pick(final int size, final Random random) {
        return size / 8 + random.nextInt(size * 3 / 4);
    }

    private static void xor(final Path file, final int at, final int bits) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) bits;
        Files.write(file, bytes);
    }

    private static void fill(final Path file, final int at, final int length) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, at, at + length, (byte) 0);
        Files.write(file, bytes);
    }
}
