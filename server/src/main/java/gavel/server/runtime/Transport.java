package gavel.server.runtime;

import gavel.config.ServerConfig;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

import java.util.Locale;

/**
 * How sockets are driven. Immutable; any thread.
 *
 * @param name     for people.
 * @param handlers makes what drives a loop's sockets.
 * @param server   class of listening channels.
 * @param client   class of connections to buyers.
 * @param datagram class of channels to name servers.
 */
public record Transport(String name, IoHandlerFactory handlers, Class<? extends ServerSocketChannel> server,
                        Class<? extends SocketChannel> client, Class<? extends DatagramChannel> datagram) {
    private static final int READ_BYTES = 4096;

    /**
     * The transport that was asked for; AUTO is io_uring, else epoll, else NIO, whichever the machine has.
     *
     * @throws UnsupportedOperationException when the machine does not have the one that was named.
     */
    public static Transport of(final ServerConfig.Transport wanted) {
        switch (wanted) {
            case AUTO:
                return IoUring.isAvailable() ? ioUring() : Epoll.isAvailable() ? epoll() : nio();
            case IO_URING:
                require(wanted, IoUring.isAvailable(), IoUring.unavailabilityCause());
                return ioUring();
            case EPOLL:
                require(wanted, Epoll.isAvailable(), Epoll.unavailabilityCause());
                return epoll();
            default:
                return nio();
        }
    }

    /**
     * How much one read takes, of every connection. Netty's own guess follows the sizes that came last: when they vary,
     * it cuts a message in two that would have come whole, and the first part must be held in memory of its own, which
     * is garbage for each auction; see docs/PERFORMANCE.md. Smaller cuts more messages; larger holds more
     * memory for a moment, and only while there is something to read.
     */
    public static RecvByteBufAllocator reads() {
        return new FixedRecvByteBufAllocator(READ_BYTES);
    }

    private static void require(final ServerConfig.Transport wanted, final boolean available, final Throwable cause) {
        if (!available) {
            throw new UnsupportedOperationException("transport: " + wanted.name().toLowerCase(Locale.ROOT)
                    + " is not to be had on this machine; use auto", cause);
        }
    }

    private static Transport ioUring() {
        return new Transport("io_uring", IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class,
                IoUringSocketChannel.class, IoUringDatagramChannel.class);
    }

    private static Transport epoll() {
        return new Transport("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
                EpollSocketChannel.class, EpollDatagramChannel.class);
    }

    private static Transport nio() {
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class,
                NioDatagramChannel.class);
    }
}
