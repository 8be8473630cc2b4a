package gavel.persist.hot;

import com.sun.management.ThreadMXBean;
import gavel.persist.TestRecords;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a hot map promises, against real files. */
class HotMapTest {
    private static final HotShape SHAPE = new HotShape("sales-00", 512, 4096, 64 * 1024);
    private static final int SALE = RecordKind.SALE.code();

    @TempDir
    private Path directory;
    private final TestRecords records = new TestRecords();

    @Test
    void shouldGiveBackWhatWasInsertedAfterAnUncleanStop() throws IOException {
        final HotMap map = HotMap.open(directory, SHAPE);
        for (long id = 1; id <= 300; id++) {
            map.insert(records.encoder().buffer(), 0, records.sale(id, 1));
        }
        for (long id = 1; id <= 100; id++) {
            map.remove(id, SALE, 1);
        }
        final Path copy = Files.copy(map.file(), directory.resolve("copy.hot"), StandardCopyOption.REPLACE_EXISTING);
        try (HotMap recovered = HotMap.recover(copy)) {
            final Set<Long> ids = new HashSet<>();
            recovered.forEach((id, kind, attempt, isWhole, buffer, length) -> {
                assertTrue(isWhole);
                assertEquals(id, RecordHeader.id(buffer, 0));
                ids.add(id);
            });
            assertEquals(200, ids.size());
            assertFalse(ids.contains(100L));
            assertEquals(List.of(), recovered.damaged());
        }
        map.close();
    }

    @Test
    void shouldRefuseToOverwrite() throws IOException {
        try (HotMap map = HotMap.open(directory, SHAPE)) {
            final int length = records.sale(1, 1);
            map.insert(records.encoder().buffer(), 0, length);
            assertThrows(IllegalStateException.class, () -> map.insert(records.encoder().buffer(), 0, length));
            assertEquals(1, map.size());
        }
    }

    @Test
    void shouldHoldAllItsEntriesAndTheReserveWithoutGrowing() throws IOException {
        try (HotMap map = HotMap.open(directory, SHAPE)) {
            final long fileBytes = Files.size(map.file());
            final byte[] personal = new byte[SHAPE.chunkBytes() - HotShape.ENTRY_OVERHEAD_BYTES - 350];
            final byte[] large = new byte[63 * 1024];
            final int extra = SHAPE.extraChunks(records.posting(1, 1, TestRecords.lead(large)));
            final int largeOnes = SHAPE.reserveChunks() / extra;
            for (int round = 0; round < 5; round++) {
                for (long id = 1; id <= SHAPE.entries(); id++) {
                    final int length =
                            records.posting(id, 1, TestRecords.lead(id <= largeOnes ? large : personal));
                    map.insert(records.encoder().buffer(), 0, length);
                }
                assertEquals(SHAPE.entries(), map.size());
                for (long id = 1; id <= SHAPE.entries(); id++) {
                    assertNotNull(map.get(id, RecordKind.POSTING.code(), 1));
                    map.remove(id, RecordKind.POSTING.code(), 1);
                }
            }
            assertEquals(fileBytes, Files.size(map.file()));
        }
    }

    @Test
    void shouldReportAFlippedByte() throws IOException {
        final Path copy = directory.resolve("copy.hot");
        try (HotMap map = HotMap.open(directory, SHAPE)) {
            for (long id = 1; id <= 10; id++) {
                map.insert(records.encoder().buffer(), 0, records.sale(id, 1));
            }
            Files.copy(map.file(), copy);
        }
        final byte[] bytes = Files.readAllBytes(copy);
        int at = -1;
        for (int i = 0; i < bytes.length - 10 && at < 0; i++) {
            if (new String(bytes, i, 10, java.nio.charset.StandardCharsets.ISO_8859_1).equals("auto-quote")) {
                at = i;
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(at);
            file.write('X');
        }
        try (HotMap recovered = HotMap.recover(copy)) {
            assertEquals(1, recovered.damaged().size());
            assertEquals(SALE, recovered.damaged().get(0).kindCode());
            assertEquals(9, recovered.size());
            assertNull(recovered.get(recovered.damaged().get(0).id(), SALE, 1));
        }
    }

    @Test
    void shouldReplaceAFileWhoseCreationWasCutShort() throws IOException {
        Files.write(directory.resolve(SHAPE.fileName() + ".new"), new byte[10_000]);
        try (HotMap map = HotMap.open(directory, SHAPE)) {
            assertEquals(0, map.size());
        }
    }

    @Test
    void shouldMakeNoGarbage() throws IOException {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        try (HotMap map = HotMap.open(directory, SHAPE)) {
            final int length = records.sale(1, 1);
            for (int i = 0; i < 20_000; i++) {
                map.insert(records.encoder().buffer(), 0, length);
                map.remove(1, SALE, 1);
            }
            final int rounds = 20_000;
            final long before = threads.getThreadAllocatedBytes(thread);
            final long beforeNs = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                map.insert(records.encoder().buffer(), 0, length);
                map.remove(1, SALE, 1);
            }
            final long ns = System.nanoTime() - beforeNs;
            final long bytesPerRound = (threads.getThreadAllocatedBytes(thread) - before) / rounds;
            System.out.println("bytes per insert and remove: " + bytesPerRound + ", ns: " + ns / rounds);
            assertTrue(bytesPerRound <= 64, bytesPerRound + " bytes per insert and remove");
            assertNull(map.get(1, SALE, 1));
        }
    }
}
