package gavel.server.buyer;

import gavel.server.runtime.Transport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.InetNameResolver;
import org.agrona.concurrent.NanoClock;

/**
 * What all buyers of one loop share. Confined to its loop.
 *
 * @param loop             the event loop.
 * @param transport        how its sockets are driven.
 * @param resolver         resolves names without blocking.
 * @param allocator        of network buffers.
 * @param tls              for https endpoints.
 * @param clock            monotonic.
 * @param listener         told how calls end.
 * @param limits           of every connection.
 * @param in               where answers are read: long enough for one.
 * @param out              where requests are put together.
 * @param head             reads answers.
 * @param answer           holds what was found in the last one.
 */
public record BuyerLoop(EventLoop loop, Transport transport, InetNameResolver resolver, ByteBufAllocator allocator,
                        SslContext tls, NanoClock clock, CallListener listener, Limits limits, byte[] in, byte[] out,
                        ResponseHead head, BuyerAnswer answer) {
    private static final int HEAD_ROOM_BYTES = 64 * 1024;

    /**
     * Limits of calls to buyers.
     *
     * @param pingAnswerMaxBytes body of an answer to a ping.
     * @param postAnswerMaxBytes body of an answer to a post.
     * @param connectTimeoutNs   of a new connection; its TLS handshake has as long again.
     * @param lateGraceNs        how long an answer that nobody waits for any more may still come before its connection
     *                           is closed: longer keeps connections of slow buyers, shorter frees those of dead ones.
     */
    public record Limits(int pingAnswerMaxBytes, int postAnswerMaxBytes, long connectTimeoutNs, long lateGraceNs) {
        int answerMaxBytes() {
            return Math.max(pingAnswerMaxBytes, postAnswerMaxBytes);
        }
    }

    /** The shared parts of one loop. */
    public static BuyerLoop of(final EventLoop loop, final Transport transport, final InetNameResolver resolver,
                               final ByteBufAllocator allocator, final SslContext tls, final NanoClock clock,
                               final CallListener listener, final Limits limits) {
        return new BuyerLoop(loop, transport, resolver, allocator, tls, clock, listener, limits,
                new byte[2 * limits.answerMaxBytes() + HEAD_ROOM_BYTES], new byte[CallTemplate.REQUEST_MAX_BYTES],
                new ResponseHead(), new BuyerAnswer());
    }
}
