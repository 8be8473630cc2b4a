package gavel.server.ping;

import gavel.server.buyer.BuyerAnswer;
import gavel.server.lead.Candidate;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What an answer without a body says. */
class BidReaderTest {
    private final BuyerAnswer answer = new BuyerAnswer();

    @Test
    void shouldTakeNoContentForNoBid() {
        answer.httpStatus(204);
        assertEquals(PingStatus.NO_BID, BidReader.status(answer, new Candidate()));
    }

    @Test
    void shouldNotTakeAnEmptyAnswerForNoBid() {
        answer.httpStatus(200);
        assertEquals(PingStatus.GARBAGE, BidReader.status(answer, new Candidate()));
    }
}
