package gavel.perf.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * What the server itself added to a lead: its whole time without the time in which a buyer that mattered had the lead.
 * Stateless.
 *
 * <p>A buyer had it from when it received the request to when it answered. A ping matters until the ping phase is
 * over, that is until the first post arrives at its buyer, or without a post until the publisher is answered; an
 * answer that is late or never comes counts up to there. A post matters until the next one arrives, or until the
 * publisher is answered. Overlaps count once. The network between server and buyers is part of what is added.
 */
public final class AddedTime {
    private static final long MAX_US = 600_000_000L;

    private record Span(long fromNs, long toNs) {
    }

    private AddedTime() {
    }

    /** Of every measured lead that the server answered and that a buyer was asked for, in microseconds. */
    public static Histogram of(final LeadLog log, final BuyerTimings buyers) {
        final Histogram added = new Histogram(1, MAX_US, 3);
        for (int lead = 0; lead < log.size(); lead++) {
            if (log.isMeasured(lead) && log.outcome(lead).isAnswered()) {
                final List<BuyerCall> calls = buyers.calls(log.leadRef(lead));
                if (!calls.isEmpty()) {
                    added.recordValue(Math.min(MAX_US, addedNs(log.sentNs(lead), log.answeredNs(lead), calls) / 1000));
                }
            }
        }
        return added;
    }

    /** Nanoseconds that the server added to a lead that was sent and answered at these times. */
    static long addedNs(final long sentNs, final long answeredNs, final List<BuyerCall> calls) {
        final List<Span> spans = new ArrayList<>();
        final List<BuyerCall> posts = new ArrayList<>();
        for (final BuyerCall call : calls) {
            if (call.isPost()) {
                posts.add(call);
            }
        }
        posts.sort(Comparator.comparingLong(BuyerCall::receivedNs));
        final long pingsEndNs = posts.isEmpty() ? answeredNs : Math.min(answeredNs, posts.get(0).receivedNs());
        for (final BuyerCall call : calls) {
            if (!call.isPost()) {
                spans.add(span(call, sentNs, pingsEndNs));
            }
        }
        for (int i = 0; i < posts.size(); i++) {
            final boolean isLast = i + 1 == posts.size();
            final long endNs = isLast ? answeredNs : Math.min(answeredNs, posts.get(i + 1).receivedNs());
            spans.add(span(posts.get(i), sentNs, endNs));
        }
        return answeredNs - sentNs - union(spans);
    }

    private static Span span(final BuyerCall call, final long earliestNs, final long latestNs) {
        final long fromNs = Math.max(earliestNs, call.receivedNs());
        final long toNs = call.isAnswered() ? Math.min(latestNs, call.answeredNs()) : latestNs;
        return new Span(fromNs, Math.max(fromNs, toNs));
    }

    private static long union(final List<Span> spans) {
        spans.sort(Comparator.comparingLong(Span::fromNs));
        long sumNs = 0;
        long coveredToNs = Long.MIN_VALUE;
        for (final Span span : spans) {
            final long fromNs = Math.max(span.fromNs(), coveredToNs);
            if (span.toNs() > fromNs) {
                sumNs += span.toNs() - fromNs;
                coveredToNs = span.toNs();
            }
        }
        return sumNs;
    }
}
