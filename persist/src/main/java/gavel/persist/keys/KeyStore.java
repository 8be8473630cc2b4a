package gavel.persist.keys;

import gavel.config.MasterKey;
import gavel.persist.journal.Disk;
import gavel.persist.keys.Masters.Master;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of leads, on disk: a slot each, in files beside the journal, so that overwriting a slot makes what the
 * journal and its backups have of that lead unreadable for ever. AES-256-GCM, for the fields under the lead's key as
 * for the key under a master key. Any thread; one at a time.
 */
public final class KeyStore implements AutoCloseable {
    private static final int KEY_BYTES = MasterKey.BYTES;
    private static final int NONCE_BYTES = 12;
    private static final int WRAPPED_BYTES = KEY_BYTES + DataKey.TAG_BYTES;
    private static final int MARK_OFFSET = 1;
    private static final int NONCE_OFFSET = 4;
    private static final int WRAPPED_OFFSET = NONCE_OFFSET + NONCE_BYTES;
    private static final int ERASED_AT_OFFSET = 8;
    private static final byte LIVE = 1;
    private static final byte ERASED = 2;
    private static final int TAG_BITS = DataKey.TAG_BYTES * Byte.SIZE;
    private static final int ROTATE_SLOTS = 1024;
    private static final String CIPHER = "AES/GCM/NoPadding";
    /** Each key of a lead encrypts once, so that its nonce may be the same. */
    private static final GCMParameterSpec ONCE = new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]);

    private final Path directory;
    private final Disk disk;
    private final SecureRandom random = new SecureRandom();
    private final Cipher wrap = cipher();
    private final List<KeyFile> files = new ArrayList<>();
    private Masters masters;
    private int nextId = 1;
    private long erased;

    /**
     * Opens the keys in a directory, which need not be there yet.
     *
     * @throws KeyException they are damaged, or wrapped by a master key that is not given.
     */
    public KeyStore(final Path directory, final List<MasterKey> keys, final Disk disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.masters = new Masters(keys);
        Files.createDirectories(directory);
        try {
            openFiles();
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openFiles() throws IOException {
        for (int first = 1; Files.exists(KeyFile.path(directory, first)); first += KeyFile.SLOTS) {
            files.add(KeyFile.open(KeyFile.path(directory, first), first, disk));
        }
        for (int i = files.size() - 1; i >= 0 && nextId == 1; i--) {
            nextId = Math.max(1, files.get(i).nextId());
        }
        if (nextId > 1) {
            final ByteBuffer last = slot(nextId - 1);
            if (last.get(0) == LIVE) {
                master(nextId - 1, last);
            }
        }
    }

    /** The id that the next key will have. */
    public synchronized int nextId() {
        return nextId;
    }

    /** Keys that were overwritten since the start. */
    public synchronized long erased() {
        return erased;
    }

    /** Makes room for the next keys, if there is none; fails where the disk is full, and may be tried again. */
    synchronized void reserve() throws IOException {
        if (files.isEmpty() || nextId == files.get(files.size() - 1).endId()) {
            files.add(KeyFile.create(directory, nextId, disk));
        }
    }

    /**
     * Makes keys, and forces their slots. After a failure nobody knows what is on disk: never try again.
     *
     * @param keys become ready; all, or as many as there is room for.
     * @return how many.
     */
    synchronized int make(final List<DataKey> keys) throws IOException {
        final KeyFile file = files.get(files.size() - 1);
        final int count = Math.min(keys.size(), file.endId() - nextId);
        final ByteBuffer slots = ByteBuffer.allocate(count * KeyFile.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        final byte[] plain = new byte[KEY_BYTES];
        for (int i = 0; i < count; i++) {
            random.nextBytes(plain);
            wrap(nextId + i, plain, slots.array(), i * KeyFile.SLOT_BYTES);
            ready(keys.get(i), nextId + i, plain);
        }
        Arrays.fill(plain, (byte) 0);
        file.write(nextId, slots);
        file.force();
        nextId += count;
        return count;
    }

    /** A key of a lead that is made ready by {@link #make}. */
    static DataKey unready() {
        return new DataKey(cipher());
    }

    private static void ready(final DataKey key, final int id, final byte[] plain) {
        try {
            key.cipher().init(Cipher.ENCRYPT_MODE, new SecretKeySpec(plain, "AES"), ONCE);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        key.id(id);
    }

    /**
     * Decrypts what a lead's key encrypted.
     *
     * @throws KeyException it can't be: with why.
     */
    public synchronized byte[] decrypt(final int id, final byte[] encrypted) throws IOException {
        final byte[] plain = unwrap(id, slot(id));
        try {
            final Cipher cipher = cipher();
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(plain, "AES"), ONCE);
            return cipher.doFinal(encrypted);
        } catch (final AEADBadTagException e) {
            throw new KeyException(KeyException.Code.DAMAGED, "what was encrypted with key " + id
                    + " was changed, or encrypted with another", e);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Whether a lead's fields can still be read. */
    public synchronized boolean isLive(final int id) throws IOException {
        return isThere(id) && slot(id).get(0) == LIVE;
    }

    /**
     * Overwrites a key, and forces that: what it encrypted is gone wherever it was copied to, but where its slot was
     * copied to as well.
     *
     * @return false when it was gone already.
     * @throws IOException nobody knows whether it is gone: say so, and do it again after the next start.
     */
    public synchronized boolean erase(final int id, final Shredded why, final long epochMs) throws IOException {
        if (!isThere(id) || slot(id).get(0) != LIVE) {
            return false;
        }
        final ByteBuffer slot = emptySlot();
        slot.put(0, ERASED).put(MARK_OFFSET, (byte) why.code()).putLong(ERASED_AT_OFFSET, epochMs);
        final KeyFile file = file(id);
        file.write(id, slot);
        file.force();
        erased++;
        return true;
    }

    /**
     * Takes other master keys, and wraps each key that is there by the first of them. Keys are made meanwhile.
     *
     * @param keys the first is the new one; the ones so far are still known.
     * @return how many keys were wrapped anew; after it, no other master key is needed any more.
     * @throws KeyException a key is wrapped by a master key that is not known; those before it are done.
     */
    public long rotate(final List<MasterKey> keys) throws IOException {
        final int end;
        synchronized (this) {
            masters = new Masters(keys).with(masters);
            end = nextId;
        }
        long count = 0;
        int from = 1;
        while (from < end) {
            final int before = Math.min(Math.min(from + ROTATE_SLOTS, end), endOfFile(from));
            count += rotate(from, before);
            from = before;
        }
        return count;
    }

    private static int endOfFile(final int id) {
        return (id - 1) / KeyFile.SLOTS * KeyFile.SLOTS + KeyFile.SLOTS + 1;
    }

    private synchronized int rotate(final int from, final int before) throws IOException {
        final KeyFile file = file(from);
        final ByteBuffer slots =
                ByteBuffer.allocate((before - from) * KeyFile.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(from, slots);
        int count = 0;
        for (int id = from; id < before; id++) {
            final ByteBuffer slot = slots.slice((id - from) * KeyFile.SLOT_BYTES, KeyFile.SLOT_BYTES);
            if (slot.get(0) == LIVE && mark(slot) != masters.current().mark()) {
                final byte[] plain = unwrap(id, slot);
                wrap(id, plain, slots.array(), (id - from) * KeyFile.SLOT_BYTES);
                Arrays.fill(plain, (byte) 0);
                count++;
            }
        }
        if (count > 0) {
            file.write(from, slots);
            file.force();
        }
        return count;
    }

    private void wrap(final int id, final byte[] plain, final byte[] target, final int at) {
        final Master master = masters.current();
        final byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            wrap.init(Cipher.ENCRYPT_MODE, master.key(), new GCMParameterSpec(TAG_BITS, nonce));
            wrap.updateAAD(place(id));
            wrap.doFinal(plain, 0, KEY_BYTES, target, at + WRAPPED_OFFSET);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        target[at] = LIVE;
        for (int i = 0; i < NONCE_OFFSET - MARK_OFFSET; i++) {
            target[at + MARK_OFFSET + i] = (byte) (master.mark() >> (2 - i) * Byte.SIZE);
        }
        System.arraycopy(nonce, 0, target, at + NONCE_OFFSET, NONCE_BYTES);
    }

    private byte[] unwrap(final int id, final ByteBuffer slot) {
        final Master master = master(id, slot);
        final byte[] bytes = new byte[KeyFile.SLOT_BYTES];
        slot.get(0, bytes);
        try {
            wrap.init(Cipher.DECRYPT_MODE, master.key(),
                    new GCMParameterSpec(TAG_BITS, bytes, NONCE_OFFSET, NONCE_BYTES));
            wrap.updateAAD(place(id));
            return wrap.doFinal(bytes, WRAPPED_OFFSET, WRAPPED_BYTES);
        } catch (final AEADBadTagException e) {
            throw new KeyException(KeyException.Code.DAMAGED, "key " + id + " is not what was written", e);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Master master(final int id, final ByteBuffer slot) {
        if (slot.get(0) == ERASED) {
            throw new KeyException(KeyException.Code.ERASED, "key " + id + " was erased "
                    + (slot.get(MARK_OFFSET) == Shredded.AGE.code() ? "by age" : "on request") + " at "
                    + Instant.ofEpochMilli(slot.getLong(ERASED_AT_OFFSET)), null);
        }
        if (slot.get(0) != LIVE) {
            throw new KeyException(KeyException.Code.MISSING, "there is no key " + id, null);
        }
        final Master master = masters.of(mark(slot));
        if (master == null) {
            throw new KeyException(KeyException.Code.OTHER_MASTER, "key " + id + " is wrapped by a master key (mark "
                    + Masters.shown(mark(slot)) + ") that is not among those configured (mark "
                    + masters.current().shownMark() + "); add the old one behind a comma", null);
        }
        return master;
    }

    private static int mark(final ByteBuffer slot) {
        int mark = 0;
        for (int i = MARK_OFFSET; i < NONCE_OFFSET; i++) {
            mark = mark << Byte.SIZE | slot.get(i) & 0xff;
        }
        return mark;
    }

    private boolean isThere(final int id) {
        return id > 0 && id < nextId;
    }

    private ByteBuffer slot(final int id) throws IOException {
        if (!isThere(id)) {
            throw new KeyException(KeyException.Code.MISSING, "there is no key " + id + "; the last one is "
                    + (nextId - 1) + ". Are these the keys of this journal?", null);
        }
        final ByteBuffer slot = emptySlot();
        file(id).read(id, slot);
        return slot;
    }

    private static ByteBuffer emptySlot() {
        return ByteBuffer.allocate(KeyFile.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private KeyFile file(final int id) {
        return files.get((id - 1) / KeyFile.SLOTS);
    }

    private static byte[] place(final int id) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (final KeyFile file : files) {
            file.close();
        }
    }
}
