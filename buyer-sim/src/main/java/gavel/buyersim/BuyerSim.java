package gavel.buyersim;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running set of simulated buyers, in a process of their own or inside a test. Started and closed by one thread;
 * the accessors may be called from any.
 *
 * <p>Each buyer belongs to one event loop with all its connections, so nothing in a buyer is shared.
 */
public final class BuyerSim implements AutoCloseable {
    private static final int LINE_QUEUE = 65_536;
    private final SimConfig config;
    private final long startedNs = System.nanoTime();
    private final Map<String, Buyer> buyerById = new LinkedHashMap<>();
    private final Map<String, Integer> portById = new LinkedHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final MultiThreadIoEventLoopGroup group;
    private final LineWriter bookWriter = new LineWriter("buyer-books", LINE_QUEUE);
    private final LineWriter timingWriter = new LineWriter("buyer-timings", LINE_QUEUE);
    private int recalled;
    private boolean isClosed;

    private BuyerSim(final SimConfig config) {
        this.config = config;
        group = new MultiThreadIoEventLoopGroup(config.loops(), new DefaultThreadFactory("buyers", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** The command line. */
    public static void main(final String[] args) {
        System.exit(BuyersCommand.run(args, System.out, System.err));
    }

    /** Starts all buyers of a script; {@code bookFolder} may be null. */
    public static BuyerSim start(final Script script, final long seed, final String host, final Path bookFolder)
            throws IOException {
        return start(SimConfig.of(script).withSeed(seed).withHost(host).withBookFolder(bookFolder));
    }

    /** Starts all buyers; when this returns, all listen. {@link ListenException} names a port that is taken. */
    public static BuyerSim start(final SimConfig config) throws IOException {
        BuyerSim sim = new BuyerSim(config);
        try {
            sim.listen();
            return sim;
        } catch (IOException | RuntimeException e) {
            sim.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        LineWriter.Sheet timings = null;
        if (config.timingsFile().isPresent()) {
            timings = timingWriter.open(config.timingsFile().get(), TimingLine.HEADER);
        }
        if (config.bookFolder().isPresent()) {
            Files.createDirectories(config.bookFolder().get());
        }
        for (BuyerScript script : config.script().buyers()) {
            Path bookFile = config.bookFolder().map(folder -> folder.resolve(script.id() + ".csv")).orElse(null);
            LineWriter.Sheet book = bookFile == null ? null : bookWriter.open(bookFile, BookLine.HEADER);
            Buyer buyer = new Buyer(script, config.seed(), new Books(book == null ? null : bookWriter, book,
                timings == null ? null : timingWriter, timings, config.acceptedLimit()));
            recalled += bookFile == null ? 0 : BookReader.read(bookFile, buyer::recall);
            buyerById.put(script.id(), buyer);
            portById.put(script.id(), script.faults().isRefusing() ? refusingPort(script.port()) : bind(buyer));
        }
        bookWriter.start();
        timingWriter.start();
    }

    private int bind(final Buyer buyer) throws IOException {
        BuyerScript script = buyer.script();
        SslContext tls = script.tls().isPresent() ? sslContext(script.tls().get()) : null;
        EventLoop loop = group.next();
        Class<? extends ServerChannel> type =
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ChannelFuture bound = new ServerBootstrap().group(loop).channel(type)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1_024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(final Channel channel) {
                    connect(channel, buyer, tls);
                }
            })
            .bind(new InetSocketAddress(config.host(), script.port())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(config.host(), script.port(), script.id(), bound.cause());
        }
        channels.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void connect(final Channel channel, final Buyer buyer, final SslContext tls) {
        if (!buyer.onConnected()) {
            channel.close();
            return;
        }
        channels.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new HttpRequestDecoder(), new ConnectionHandler(buyer));
    }

    private static SslContext sslContext(final BuyerScript.Tls tls) throws IOException {
        try {
            return SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile()).build();
        } catch (IllegalArgumentException e) {
            throw new IOException("can't use " + tls.certificate() + " with " + tls.key() + ": " + e.getMessage(), e);
        }
    }

    /** A port with nobody behind it. */
    private int refusingPort(final int port) throws IOException {
        if (port != 0) {
            return port;
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(config.host()))) {
            return free.getLocalPort();
        }
    }

    /** Where a buyer listens, or refuses to. */
    public int port(final String buyerId) {
        buyer(buyerId);
        return portById.get(buyerId);
    }

    /** Decided posts found in the books of earlier runs. */
    public int recalled() {
        return recalled;
    }

    public String host() {
        return config.host();
    }

    /** What all buyers together have counted so far. */
    public BuyerTotals totals() {
        return buyerById.values().stream().map(Buyer::totals).reduce((a, b) -> a.plus(b, "all")).orElseThrow();
    }

    /** What a buyer has counted so far. */
    public BuyerTotals book(final String buyerId) {
        return buyer(buyerId).totals();
    }

    /** Price in micro-units of each lead that a buyer accepted, by lead reference; kept only when asked for. */
    public Map<String, Long> acceptedLeads(final String buyerId) {
        if (config.acceptedLimit() == 0) {
            throw new IllegalStateException("start with SimConfig.keepingAcceptedLeads(limit) to have them kept");
        }
        return buyer(buyerId).acceptedLeads();
    }

    private Buyer buyer(final String buyerId) {
        Buyer buyer = buyerById.get(buyerId);
        if (buyer == null) {
            throw new IllegalArgumentException("no buyer " + buyerId + " in " + buyerById.keySet());
        }
        return buyer;
    }

    /** Stops accepting, ends what is under way unanswered, closes the books. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        channels.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        bookWriter.close();
        timingWriter.close();
    }

    /** The sums of the whole run; only after {@link #close}. */
    public synchronized SimReport report() {
        if (!isClosed) {
            throw new IllegalStateException("close first: histograms are read when their loops have ended");
        }
        List<SimReport.Row> rows = new ArrayList<>();
        buyerById.forEach((id, buyer) -> rows.add(new SimReport.Row(portById.get(id), buyer.totals(),
            buyer.answerMicroseconds(Call.PING), buyer.answerMicroseconds(Call.POST), buyer.latenessMicroseconds())));
        return new SimReport(config.seed(), System.nanoTime() - startedNs, rows, timingWriter.dropped(),
            bookWriter.failed() + timingWriter.failed(), bookWriter.failure() + timingWriter.failure());
    }
}
