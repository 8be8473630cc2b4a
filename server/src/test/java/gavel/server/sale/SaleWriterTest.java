package gavel.server.sale;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.Limits;
import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;
import gavel.config.VerticalConfig;
import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.intake.AnswerWriter;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.lead.Text;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The longest records that a configuration allows. */
class SaleWriterTest {
    private static final long EPOCH_NS = 1_800_000_000_000_000_000L;
    private static final String ID = "i".repeat(63);

    private final SaleWriter writer = new SaleWriter(0);
    private final RecordDecoder decoder = new RecordDecoder();

    @Test
    void shouldHaveRoomForTheLongestEndOfALeadAndReadItBack() {
        final Lead lead = longest();
        final byte[] answer = new byte[AnswerWriter.ANSWER_MAX_BYTES];
        Arrays.fill(answer, (byte) 'a');
        final int length = writer.leadEnded(lead, Outcome.UNSOLD, answer, answer.length, EPOCH_NS);
        assertTrue(length <= SaleWriter.RECORD_MAX_BYTES && length > SaleWriter.RECORD_MAX_BYTES * 4 / 5,
                length + " bytes");
        final LeadEndedBody body = BodyReader.leadEnded(decoder.wrap(writer.encoder().buffer(), 0));
        assertEquals(Limits.CANDIDATES_MAX, body.bids().size());
        for (int i = 0; i < body.bids().size(); i++) {
            assertEquals(new Bid(ID, ID, PingStatus.BID.code(), 1_000_000 + i, i), body.bids().get(i));
        }
        assertEquals(Lead.DUPLICATES_MAX, body.lead().duplicates().length);
        assertEquals("s".repeat(Lead.SUB_MAX_BYTES), body.lead().subs().get(4));
        assertArrayEquals(answer, body.answer());
    }

    @Test
    void shouldHaveRoomForTheLongestFirstPosting() {
        final Lead lead = longest();
        lead.winner(lead.candidate(0));
        lead.beginAttempt();
        final int length = writer.posting(lead, EPOCH_NS);
        assertTrue(length <= SaleWriter.RECORD_MAX_BYTES, length + " bytes");
        assertEquals(Limits.CANDIDATES_MAX,
                BodyReader.posting(decoder.wrap(writer.encoder().buffer(), 0)).bids().size());
    }

    private static Lead longest() {
        final SampleConfig sample = new SampleConfig();
        final BuyerConfig acme = sample.buyer();
        final BuyerConfig buyer = new BuyerConfig(ID, ID, acme.zone(), "USD", true, 4, 1, 0, acme.breaker(),
                acme.adaptive(), acme.ping(), acme.post(), acme.status(), acme.credit(), List.of(),
                List.of(new BuyerConfig.Campaign(ID, ID, true, List.of(), List.of(), List.of(),
                        SampleConfig.BID_MAX_MICROS)));
        final OfferConfig quote = sample.offer();
        final OfferConfig offer = new OfferConfig(ID, ID, "USD", true, quote.landingPage(), 0, quote.margin(),
                quote.payout(), List.of(), quote.zone(), List.of(), quote.earlyClose());
        final PublisherConfig publisher = new PublisherConfig(ID, ID, acme.zone(), "USD", true,
                List.of(new PublisherConfig.Key("main", SampleConfig.KEY_SHA256)), List.of(), List.of());
        final Catalog catalog = new Catalog(new Config(null,
                List.of(new VerticalConfig(ID, sample.fields, sample.vertical().duplicates(), 0)), List.of(buyer),
                List.of(publisher), List.of(offer), "", ""), 1);
        final Lead lead = new Lead(Limits.CANDIDATES_MAX);
        lead.begin(1, catalog, null, 0, EPOCH_NS);
        lead.publisher(catalog.publishers()[0]);
        lead.offer(catalog.offer(ID.getBytes(), 0, ID.length()));
        fill(lead.publisherLeadId(), 'l');
        fill(lead.clickPublisher(), 'p');
        for (int i = 0; i < Lead.SUBS; i++) {
            fill(lead.sub(i), 's');
        }
        Arrays.fill(lead.duplicates(), 7);
        lead.duplicateCount(Lead.DUPLICATES_MAX);
        for (int i = 0; i < Limits.CANDIDATES_MAX; i++) {
            assertTrue(lead.addCandidate(catalog.campaigns().get(0)));
            lead.candidate(i).onAsked(null, 0);
            lead.candidate(i).onAnswered(PingStatus.BID, 1_000_000 + i, i * 1_000L);
        }
        return lead;
    }

    private static void fill(final Text text, final char character) {
        Arrays.fill(text.bytes(), (byte) character);
        text.length(text.bytes().length);
    }
}
