package gavel.persist.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * The machine's disk, but the n-th write or force from now on fails, and every one after it until it is mended; or each
 * call moves a few bytes only. Confined to one test.
 */
public final class ScriptedDisk implements Disk {
    private int forcesLeft = Integer.MAX_VALUE;
    private int writesLeft = Integer.MAX_VALUE;
    private int forces;
    private int bytesPerCall = Integer.MAX_VALUE;

    /** Each read and write with one buffer moves so many bytes at most, as a disk may. */
    public void moveAtMost(final int bytes) {
        bytesPerCall = bytes;
    }

    /** Whatever failed works again. */
    public void mend() {
        forcesLeft = Integer.MAX_VALUE;
        writesLeft = Integer.MAX_VALUE;
    }

    public void failForceAfter(final int more) {
        forcesLeft = more;
    }

    public void failWriteAfter(final int more) {
        writesLeft = more;
    }

    public int forces() {
        return forces;
    }

    @Override
    public FileChannel open(final Path path, final OpenOption... options) throws IOException {
        return new ScriptedChannel(FileChannel.open(path, options));
    }

    private void onForce() throws IOException {
        forces++;
        if (forcesLeft-- <= 0) {
            throw new IOException("Input/output error");
        }
    }

    private void onWrite() throws IOException {
        if (writesLeft-- <= 0) {
            throw new IOException("No space left on device");
        }
    }

    private int shortened(final ByteBuffer buffer, final Move move) throws IOException {
        final int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(bytesPerCall, buffer.remaining()));
        try {
            return move.move(buffer);
        } finally {
            buffer.limit(limit);
        }
    }

    /** One read or write. */
    private interface Move {
        int move(ByteBuffer buffer) throws IOException;
    }

    /** Passes everything on but what the script forbids. */
    private final class ScriptedChannel extends FileChannel {
        private final FileChannel real;

        ScriptedChannel(final FileChannel real) {
            this.real = real;
        }

        @Override
        public void force(final boolean metaData) throws IOException {
            onForce();
            real.force(metaData);
        }

        @Override
        public int write(final ByteBuffer source, final long position) throws IOException {
            onWrite();
            return shortened(source, part -> real.write(part, position));
        }

        @Override
        public int write(final ByteBuffer source) throws IOException {
            onWrite();
            return shortened(source, real::write);
        }

        @Override
        public long write(final ByteBuffer[] sources, final int offset, final int length) throws IOException {
            onWrite();
            return real.write(sources, offset, length);
        }

        @Override
        public int read(final ByteBuffer target) throws IOException {
            return shortened(target, real::read);
        }

        @Override
        public long read(final ByteBuffer[] targets, final int offset, final int length) throws IOException {
            return real.read(targets, offset, length);
        }

        @Override
        public int read(final ByteBuffer target, final long position) throws IOException {
            return shortened(target, part -> real.read(part, position));
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(final long newPosition) throws IOException {
            real.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(final long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public long transferTo(final long position, final long count, final WritableByteChannel target)
                throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(final ReadableByteChannel source, final long position, final long count)
                throws IOException {
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(final MapMode mode, final long position, final long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(final long position, final long size, final boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(final long position, final long size, final boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
