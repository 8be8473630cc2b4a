package gavel.persist.record;

import gavel.persist.RandomBodies;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every body is read back as it was written. */
class BodiesTest {
    private static final int ROUNDS = 10_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final RandomBodies random = new RandomBodies(seed);
    private final RecordEncoder encoder = new RecordEncoder(1 << 20);
    private final RecordDecoder decoder = new RecordDecoder();

    @Test
    void shouldReadBackEveryConfig() {
        roundTrips(RecordKind.CONFIG, random::config, BodyWriter::config, BodyReader::config);
    }

    @Test
    void shouldReadBackEveryClick() {
        roundTrips(RecordKind.CLICK, random::click, BodyWriter::click, BodyReader::click);
    }

    @Test
    void shouldReadBackEveryPosting() {
        roundTrips(RecordKind.POSTING, random::posting, BodyWriter::posting, BodyReader::posting);
    }

    @Test
    void shouldReadBackEveryPostEnded() {
        roundTrips(RecordKind.POST_ENDED, random::postEnded, BodyWriter::postEnded, BodyReader::postEnded);
    }

    @Test
    void shouldReadBackEverySale() {
        roundTrips(RecordKind.SALE, random::sale, BodyWriter::sale, BodyReader::sale);
    }

    @Test
    void shouldReadBackEveryLeadEnded() {
        roundTrips(RecordKind.LEAD_ENDED, random::leadEnded, BodyWriter::leadEnded, BodyReader::leadEnded);
    }

    @Test
    void shouldReadBackEveryNoSale() {
        roundTrips(RecordKind.NO_SALE, random::noSale, BodyWriter::noSale, BodyReader::noSale);
    }

    @Test
    void shouldReadBackEveryTopUp() {
        roundTrips(RecordKind.TOP_UP, random::topUp, BodyWriter::topUp, BodyReader::topUp);
    }

    @Test
    void shouldRefuseABodyThatEndsBeforeItsFields() {
        encoder.begin(RecordKind.SALE, 1, 1, 1, 1);
        BodyWriter.lead(encoder, random.lead());
        encoder.end();
        assertThrows(RecordException.class, () -> BodyReader.sale(decoder.wrap(encoder.buffer(), 0)));
    }

    @Test
    void shouldRefuseANumberThatWouldBeReadBackAsAnother() {
        encoder.begin(RecordKind.SALE, 1, 1, 1, 1);
        for (final int value : new int[] {-1, 256, 4096, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> encoder.putByte(value));
        }
        for (final int value : new int[] {-1, 65_536, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> encoder.putShort(value));
        }
        encoder.putByte(0).putByte(255).putShort(0).putShort(65_535);
        assertEquals(RecordHeader.LENGTH + 6, encoder.end());
    }

    @Test
    void shouldRefuseAKindOrVersionThatIsNewer() {
        encoder.begin(RecordKind.CLICK, 1, 0, 1, 1);
        encoder.end();
        final UnsafeBuffer buffer = encoder.buffer();
        buffer.putByte(26, (byte) 2);
        assertTrue(assertThrows(RecordException.class, () -> decoder.wrap(buffer, 0)).getMessage()
                .contains("newer Gavel"));
        buffer.putByte(26, (byte) 1);
        buffer.putByte(24, (byte) 99);
        assertTrue(assertThrows(RecordException.class, () -> decoder.wrap(buffer, 0)).getMessage()
                .contains("newer Gavel"));
    }

    private <T> void roundTrips(final RecordKind kind, final Supplier<T> bodies,
                                final BiConsumer<RecordEncoder, T> writer, final Function<RecordDecoder, T> reader) {
        for (int i = 0; i < ROUNDS; i++) {
            final T body = bodies.get();
            encoder.begin(kind, i * 31L, i & 0xff, i, i * 17L);
            writer.accept(encoder, body);
            final int length = encoder.end();
            decoder.wrap(encoder.buffer(), 0);
            assertEquals(length, RecordHeader.length(encoder.buffer(), 0));
            assertEquals(kind, decoder.kind());
            assertEquals(i * 31L, decoder.id());
            assertEquals(i & 0xff, decoder.attempt());
            assertEquals(i, decoder.configVersion());
            assertEquals(i * 17L, decoder.epochNs());
            assertSame(body, reader.apply(decoder), "seed " + seed + " round " + i);
        }
    }

    /** Records compare arrays by identity; here their content counts. */
    private static void assertSame(final Object expected, final Object actual, final String where) {
        if (expected instanceof Record) {
            try {
                for (final RecordComponent component : expected.getClass().getRecordComponents()) {
                    assertSame(component.getAccessor().invoke(expected), component.getAccessor().invoke(actual),
                            where + " " + component.getName());
                }
            } catch (final ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        } else if (expected instanceof List<?> list) {
            assertEquals(list.size(), ((List<?>) actual).size(), where);
            for (int i = 0; i < list.size(); i++) {
                assertSame(list.get(i), ((List<?>) actual).get(i), where + " " + i);
            }
        } else if (expected.getClass().isArray()) {
            assertEquals(Array.getLength(expected), Array.getLength(actual), where);
            for (int i = 0; i < Array.getLength(expected); i++) {
                assertEquals(Array.get(expected, i), Array.get(actual, i), where);
            }
        } else {
            assertTrue(Objects.equals(expected, actual), where + ": " + expected + " became " + actual);
        }
    }
}
