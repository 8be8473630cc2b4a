package gavel.server.path;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How long each buyer took by the record of the intent, when time is what the test says. */
class PingTimesTest extends PathCase {
    private final List<Bid> bids = new ArrayList<>();

    private JournalVisitor bidReader() {
        final RecordDecoder decoder = new RecordDecoder();
        return (location, buffer, offset, length) -> {
            decoder.wrap(buffer, offset);
            if (decoder.kind() == RecordKind.POSTING) {
                bids.addAll(BodyReader.posting(decoder).bids());
            }
        };
    }

    @Test
    void shouldRecordHowLongEachBuyerTookAndNothingForThoseThatWereNotAsked() {
        server = new FakeServer(sample.config(), directory.resolve("live"), time, bidReader());
        server.buyer(1).asks = PingStatus.REFUSED;
        post("A-1", "5125550100", 800, "");
        server.stall(30 * MS);
        server.buyer(0).bid("5.00");
        server.advance(73 * MS);
        server.drain();

        final Map<String, Integer> usByBuyer = bids.stream().collect(Collectors.toMap(Bid::buyer, Bid::elapsedUs));
        assertEquals(30_000, usByBuyer.get("buyer-0"));
        assertEquals(0, usByBuyer.get("buyer-1"));
        final int waitedUs = usByBuyer.get("buyer-2");
        assertTrue(waitedUs >= 100_000 && waitedUs < 103_000, waitedUs + " us");
        server.buyer(0).accept();
        assertIdle();
    }
}
