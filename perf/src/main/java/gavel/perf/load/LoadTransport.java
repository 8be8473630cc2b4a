package gavel.perf.load;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The one event loop on which runs live; several runs may share it.
 * May be used from any thread.
 *
 * <p>Epoll wakes within microseconds of a due time; where it is missing, NIO wakes to the millisecond, which shows
 * as send lag.
 */
public final class LoadTransport implements AutoCloseable {
    private final EventLoopGroup group;
    private final Class<? extends Channel> channelType;

    public LoadTransport() {
        final DefaultThreadFactory threads = new DefaultThreadFactory("load", true);
        if (Epoll.isAvailable()) {
            group = new MultiThreadIoEventLoopGroup(1, threads, EpollIoHandler.newFactory());
            channelType = EpollSocketChannel.class;
        } else {
            group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
            channelType = NioSocketChannel.class;
        }
    }

    EventLoop loop() {
        return group.next();
    }

    Class<? extends Channel> channelType() {
        return channelType;
    }

    /** Whether it has been closed, so that no run on it goes on. */
    public boolean isClosed() {
        return group.isShuttingDown();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
