package gavel.persist.record;

import gavel.persist.TestRecords;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A record that is not whole is known as such. */
class RecordHeaderTest {
    private final TestRecords records = new TestRecords();
    private final CRC32C crc = new CRC32C();

    @Test
    void shouldNoticeEveryFlippedBitAndEveryCut() {
        final int length = records.sale(1, 1);
        final ByteBuffer bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        records.encoder().buffer().getBytes(0, buffer, 0, length);
        assertTrue(RecordHeader.isWhole(buffer, 0, length, bytes, crc));
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
            final byte before = buffer.getByte(bit / Byte.SIZE);
            buffer.putByte(bit / Byte.SIZE, (byte) (before ^ 1 << bit % Byte.SIZE));
            assertFalse(RecordHeader.isWhole(buffer, 0, length, bytes, crc), "bit " + bit);
            buffer.putByte(bit / Byte.SIZE, before);
        }
        for (int cut = 0; cut < length; cut++) {
            assertFalse(RecordHeader.isWhole(buffer, 0, cut, bytes, crc), "cut at " + cut);
        }
    }
}
