package gavel.server.path;

import gavel.config.Limits;
import gavel.server.catalog.Offer;
import gavel.server.catalog.Publisher;
import gavel.server.click.ClickId;
import gavel.server.click.ClickQuery;
import gavel.server.click.ClickWriter;
import gavel.server.click.LandingPage;
import gavel.server.http.Bytes;
import gavel.server.http.HttpConnection;
import gavel.server.http.RequestHead;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Counter;
import gavel.server.validate.SipHash;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Every step of a click: {@code GET /c/{offer}?pub=..&sub1=..} is recorded and redirected. One per loop; confined to
 * it.
 */
final class ClickPath {
    private final LoopParts parts;
    private final SharedParts shared;
    private final ClickId clickId;
    private final SipHash sipHash;
    private final ClickQuery query = new ClickQuery();
    private final ClickWriter writer = new ClickWriter();
    private final Map<Offer, LandingPage> pageByOffer = new HashMap<>();
    private final byte[] printed = new byte[ClickId.PRINTED_MAX_BYTES];
    private final byte[] location = new byte[Limits.LOCATION_MAX_BYTES];

    ClickPath(final LoopParts parts, final SharedParts shared, final ClickId clickId, final SipHash sipHash) {
        this.parts = parts;
        this.shared = shared;
        this.clickId = clickId;
        this.sipHash = sipHash;
    }

    /**
     * @param from where the offer's id begins in the target.
     */
    void onRequest(final HttpConnection connection, final RequestHead head, final int from, final long receivedNs) {
        parts.counters().count(Counter.CLICK_RECEIVED);
        final int end = head.target().end();
        final int mark = Bytes.indexOf(head.bytes(), from, end, (byte) '?');
        final int offerEnd = mark < 0 ? end : mark;
        final Offer offer = parts.catalog().offer(head.bytes(), from, offerEnd - from);
        if (offer == null || !offer.config().on()) {
            parts.refusals().refuse(connection, LeadReason.NO_SUCH_CLICK_OFFER);
            return;
        }
        final LeadReason wrong = query.read(head.bytes(), Math.min(offerEnd + 1, end), Math.max(0, end - offerEnd - 1));
        if (wrong != LeadReason.NONE) {
            parts.refusals().refuse(connection, wrong);
            return;
        }
        final Publisher publisher =
                parts.catalog().publisher(query.publisher().bytes(), 0, query.publisher().length());
        if (publisher == null || !publisher.config().on() || !publisher.maySend(offer)) {
            parts.refusals().refuse(connection, LeadReason.NO_SUCH_CLICK_PUBLISHER);
        } else if (shared.door().closed() != LeadReason.NONE) {
            parts.refusals().refuse(connection, shared.door().closed());
        } else if (!parts.records().takeClickCredit()) {
            parts.refusals().refuse(connection, LeadReason.NO_ROOM);
        } else {
            record(connection, publisher, offer, receivedNs);
        }
    }

    private void record(final HttpConnection connection, final Publisher publisher, final Offer offer,
                        final long receivedNs) {
        final long epochNs = parts.epochClock().nanoTime();
        final long id = parts.ids().next(epochNs / 1_000_000);
        final int length = writer.click(id, parts.catalog().version(), epochNs, publisher, offer, query,
                ipHash(connection.channel().remoteAddress()));
        parts.records().insert(writer.encoder(), length, null);
        final int printedLength = clickId.seal(id, publisher.idBytes(), offer.idBytes(), printed);
        LandingPage page = pageByOffer.get(offer);
        if (page == null) {
            page = new LandingPage(offer.config().landingPage());
            pageByOffer.put(offer, page);
        }
        final int end = page.write(printed, printedLength, query, location);
        parts.counters().count(Counter.CLICK_RECORDED);
        connection.redirect(location, end);
        parts.timers().click().record(parts.clock().nanoTime() - receivedNs);
    }

    private long ipHash(final SocketAddress address) {
        if (!(address instanceof InetSocketAddress)) {
            return 0;
        }
        final byte[] ip = ((InetSocketAddress) address).getAddress().getAddress();
        return sipHash.hash(0, ip, 0, ip.length);
    }
}
