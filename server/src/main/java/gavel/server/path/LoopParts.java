package gavel.server.path;

import gavel.persist.drain.LoopRecords;
import gavel.persist.record.IdSource;
import gavel.server.auction.Auction;
import gavel.server.buyer.BuyerPort;
import gavel.server.catalog.Catalog;
import gavel.server.intake.AnswerWriter;
import gavel.server.intake.Intake;
import gavel.server.intake.PublisherKeys;
import gavel.server.lead.LeadPool;
import gavel.server.ping.PingDeadline;
import gavel.server.post.PostDeadline;
import gavel.server.route.CapCheck;
import gavel.server.route.Router;
import gavel.server.runtime.Counters;
import gavel.server.runtime.LagProbe;
import gavel.server.runtime.StageTimers;
import gavel.server.sale.LeadCipher;
import gavel.server.sale.SaleWriter;
import gavel.server.validate.DuplicateCheck;
import io.netty.channel.EventLoop;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What one event loop owns: its leads, its stages, its buyers, its records. Confined to that loop.
 *
 * @param loop       the event loop.
 * @param clock      monotonic.
 * @param epochClock wall clock, for records.
 * @param catalog    the configuration.
 * @param pool       leads.
 * @param ids        of leads and clicks.
 * @param records    where outcomes are handed over.
 * @param stages     what the path calls.
 * @param buyers     by the buyers' place in the configuration.
 * @param caps       under which leads are sold.
 * @param cipher     what encrypts their fields.
 * @param counters   what is counted.
 * @param timers     how long stages take.
 * @param lag        whether it can take a lead.
 * @param refusals   says no.
 */
public record LoopParts(EventLoop loop, NanoClock clock, EpochNanoClock epochClock, Catalog catalog, LeadPool pool,
                        IdSource ids, LoopRecords records, Stages stages, BuyerPort[] buyers, CapCheck caps,
                        LeadCipher cipher, Counters counters, StageTimers timers, LagProbe lag, Refusals refusals) {

    /**
     * The stages of one loop, in the order of the path.
     *
     * @param keys         intake: who sends.
     * @param intake       intake: what is sent.
     * @param duplicates   validate.
     * @param router       route.
     * @param pingDeadline ping.
     * @param auction      auction.
     * @param postDeadline post.
     * @param saleWriter   sale: records.
     * @param answerWriter sale: the answer.
     */
    public record Stages(PublisherKeys keys, Intake intake, DuplicateCheck duplicates, Router router,
                         PingDeadline pingDeadline, Auction auction, PostDeadline postDeadline, SaleWriter saleWriter,
                         AnswerWriter answerWriter) {
    }
}
