package gavel.persist.keys;

import gavel.config.MasterKey;
import gavel.persist.journal.Disk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real files, real ciphers. */
class KeyStoreTest {
    private static final byte[] TEXT = "Ann Example, +15125550100".getBytes(StandardCharsets.UTF_8);
    private static final MasterKey OLD = master(1);
    private static final MasterKey NEW = master(2);

    @TempDir
    private Path dir;

    private static MasterKey master(final int seed) {
        final byte[] bytes = new byte[MasterKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return MasterKey.parse(Base64.getEncoder().encodeToString(bytes)).get(0);
    }

    private KeyStore open(final MasterKey... keys) throws IOException {
        return new KeyStore(dir, List.of(keys), Disk.REAL);
    }

    private static List<byte[]> encrypted(final KeyStore store, final int count) throws IOException {
        final List<DataKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(KeyStore.unready());
        }
        final List<byte[]> all = new ArrayList<>();
        while (!keys.isEmpty()) {
            store.reserve();
            final int made = store.make(keys);
            for (final DataKey key : keys.subList(0, made)) {
                final byte[] target = new byte[TEXT.length + DataKey.TAG_BYTES];
                assertEquals(target.length, key.encrypt(TEXT, TEXT.length, target));
                all.add(target);
            }
            keys.subList(0, made).clear();
        }
        return all;
    }

    @Test
    void shouldReadWhatItEncryptedAfterAnotherStart() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, 300);
            assertEquals(301, store.nextId());
        }
        try (KeyStore store = open(OLD)) {
            assertEquals(301, store.nextId());
            for (int id = 1; id <= 300; id++) {
                assertArrayEquals(TEXT, store.decrypt(id, texts.get(id - 1)));
            }
        }
    }

    @Test
    void shouldEncryptEachLeadDifferently() throws IOException {
        try (KeyStore store = open(OLD)) {
            final List<byte[]> texts = encrypted(store, 2);
            assertFalse(Arrays.equals(texts.get(0), texts.get(1)));
            assertEquals(KeyException.Code.DAMAGED,
                    assertThrows(KeyException.class, () -> store.decrypt(1, texts.get(1))).code());
        }
    }

    @Test
    void shouldHaveNeitherKeysNorTextInItsFiles() throws IOException {
        try (KeyStore store = open(OLD)) {
            encrypted(store, 3);
        }
        final byte[] file = Files.readAllBytes(KeyFile.path(dir, 1));
        assertFalse(new String(file, StandardCharsets.ISO_8859_1).contains(new String(OLD.bytes(),
                StandardCharsets.ISO_8859_1)));
    }

    @Test
    void shouldForgetForGood() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, 3);
            assertTrue(store.erase(2, Shredded.ASKED, 1_800_000_000_000L));
            assertFalse(store.erase(2, Shredded.ASKED, 1_800_000_000_001L));
            assertFalse(store.isLive(2));
        }
        final byte[] slot = new byte[KeyFile.SLOT_BYTES];
        try (FileChannel file = FileChannel.open(KeyFile.path(dir, 1))) {
            file.read(ByteBuffer.wrap(slot), 2 * KeyFile.SLOT_BYTES);
        }
        for (int i = 16; i < slot.length; i++) {
            assertEquals(0, slot[i], "a byte of the key is left at " + i);
        }
        try (KeyStore store = open(OLD)) {
            final KeyException gone = assertThrows(KeyException.class, () -> store.decrypt(2, texts.get(1)));
            assertEquals(KeyException.Code.ERASED, gone.code());
            assertEquals("key 2 was erased on request at 2027-01-15T08:00:00Z", gone.getMessage());
            assertArrayEquals(TEXT, store.decrypt(1, texts.get(0)));
            assertArrayEquals(TEXT, store.decrypt(3, texts.get(2)));
        }
    }

    @Test
    void shouldWrapAllKeysAnewAndLeaveErasedOnesErased() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, 2500);
            store.erase(7, Shredded.AGE, 0);
            assertEquals(2499, store.rotate(List.of(NEW)));
            assertEquals(0, store.rotate(List.of(NEW)));
            texts.addAll(encrypted(store, 1));
            assertArrayEquals(TEXT, store.decrypt(2501, texts.get(2500)));
        }
        assertEquals(KeyException.Code.OTHER_MASTER, assertThrows(KeyException.class, () -> open(OLD)).code());
        try (KeyStore store = open(NEW)) {
            assertArrayEquals(TEXT, store.decrypt(1, texts.get(0)));
            assertArrayEquals(TEXT, store.decrypt(2500, texts.get(2499)));
            assertEquals(KeyException.Code.ERASED,
                    assertThrows(KeyException.class, () -> store.decrypt(7, texts.get(6))).code());
        }
    }

    @Test
    void shouldReadOldKeysWhereTheOldMasterIsStillNamed() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, 1);
        }
        try (KeyStore store = open(NEW, OLD)) {
            assertArrayEquals(TEXT, store.decrypt(1, texts.get(0)));
            texts.addAll(encrypted(store, 1));
        }
        try (KeyStore store = open(NEW)) {
            assertArrayEquals(TEXT, store.decrypt(2, texts.get(1)));
            assertEquals(KeyException.Code.OTHER_MASTER,
                    assertThrows(KeyException.class, () -> store.decrypt(1, texts.get(0))).code());
        }
    }

    @Test
    void shouldGoOnInFurtherFiles() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, KeyFile.SLOTS + 3);
        }
        try (KeyStore store = open(OLD)) {
            assertEquals(KeyFile.SLOTS + 4, store.nextId());
            for (final int id : new int[] {1, KeyFile.SLOTS, KeyFile.SLOTS + 1, KeyFile.SLOTS + 3}) {
                assertArrayEquals(TEXT, store.decrypt(id, texts.get(id - 1)));
            }
            assertEquals(KeyFile.SLOTS + 3, store.rotate(List.of(NEW)));
            assertArrayEquals(TEXT, store.decrypt(KeyFile.SLOTS + 2, texts.get(KeyFile.SLOTS + 1)));
        }
    }

    @Test
    void shouldTellKeysThatMovedOrChanged() throws IOException {
        final List<byte[]> texts;
        try (KeyStore store = open(OLD)) {
            texts = encrypted(store, 3);
        }
        try (FileChannel file = FileChannel.open(KeyFile.path(dir, 1), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            final ByteBuffer slot = ByteBuffer.allocate(KeyFile.SLOT_BYTES);
            file.read(slot, KeyFile.SLOT_BYTES);
            file.write(slot.flip(), 2 * KeyFile.SLOT_BYTES);
        }
        try (KeyStore store = open(OLD)) {
            assertEquals(KeyException.Code.DAMAGED,
                    assertThrows(KeyException.class, () -> store.decrypt(2, texts.get(0))).code());
            assertEquals(KeyException.Code.MISSING,
                    assertThrows(KeyException.class, () -> store.decrypt(4, texts.get(0))).code());
        }
        try (FileChannel file = FileChannel.open(KeyFile.path(dir, 1), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {99}), 12);
        }
        assertEquals(KeyException.Code.DAMAGED, assertThrows(KeyException.class, () -> open(OLD)).code());
    }

    @Test
    void shouldBeginAgainWhereMakingAFileWasCutShort() throws IOException {
        Files.write(dir.resolve("0000000001.keys.new"), new byte[100]);
        try (KeyStore store = open(OLD)) {
            encrypted(store, 1);
        }
        assertFalse(Files.exists(dir.resolve("0000000001.keys.new")));
    }

    @Test
    void shouldMakeNoKeyWithoutRoomAndGoOnWhenThereIs() throws IOException {
        final boolean[] full = {true};
        final List<String> said = new ArrayList<>();
        final long[] nowNs = {0};
        try (KeyStore store = new KeyStore(dir, List.of(OLD), (path, options) -> {
            if (full[0]) {
                throw new IOException("No space left on device");
            }
            return FileChannel.open(path, options);
        })) {
            final KeyAgent agent = new KeyAgent(store, 1, 8, () -> nowNs[0], said::add, failure -> {
                throw new AssertionError(failure);
            });
            assertEquals(0, agent.doWork());
            nowNs[0] += 2_000_000_000L;
            assertEquals(0, agent.doWork());
            assertEquals(List.of("no keys for leads can be made, and without them none is taken: java.io.IOException: "
                    + "No space left on device; tried again each second"), said);
            full[0] = false;
            assertEquals(0, agent.doWork());
            nowNs[0] += 2_000_000_000L;
            assertEquals(8, agent.doWork());
            assertEquals(8, agent.loop(0).ready());
        }
    }

    @Test
    void shouldRefillWhatLoopsTookAndUseCiphersAgain() throws IOException {
        try (KeyStore store = open(OLD)) {
            final KeyAgent agent = new KeyAgent(store, 2, 8, () -> 0, said -> { }, failure -> { });
            agent.fill();
            final DataKey first = agent.loop(1).take();
            assertEquals(9, first.id());
            assertEquals(0, agent.doWork());
            for (int i = 0; i < 3; i++) {
                agent.loop(1).take();
            }
            agent.loop(1).giveBack(first);
            assertEquals(4, agent.doWork());
            assertEquals(8, agent.loop(1).ready());
            assertEquals(17, first.id());
            assertEquals(TEXT.length + DataKey.TAG_BYTES, first.encrypt(TEXT, TEXT.length, new byte[100]));
            assertThrows(IllegalStateException.class, () -> first.encrypt(TEXT, TEXT.length, new byte[100]));
        }
    }
}
