package gavel.perf.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;

/**
 * An HTTP server on the loopback that answers as a function says: a response, SILENCE or HANG_UP.
 * Its thread is its own; what it heard may be read from any.
 */
public final class ScriptedServer implements AutoCloseable {
    static final String SILENCE = "silence";
    static final String HANG_UP = "hang up";

    /** One request as it was heard. */
    public record Heard(String method, String uri, String body, List<String> idempotencyKeys) {
    }

    /** What to say: a status, and a body or a word from above; {@code location} may be null. */
    public record Reply(int status, String body, String location) {
        public static Reply ok(final String body) {
            return new Reply(200, body, null);
        }
    }

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final Function<Heard, Reply> script;
    private final String scheme;
    private final int port;

    public ScriptedServer(final Function<Heard, Reply> script) {
        this(script, null);
    }

    /** With TLS, unless {@code tls} is null. */
    ScriptedServer(final Function<Heard, Reply> script, final SslContext tls) {
        scheme = tls == null ? "http://127.0.0.1:" : "https://localhost:";
        this.script = script;
        final Channel channel = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(final Channel child) {
                    if (tls != null) {
                        child.pipeline().addLast(tls.newHandler(child.alloc()));
                    }
                    child.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new Handler());
                }
            }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
        port = ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public URI url(final String path) {
        return URI.create(scheme + port + path);
    }

    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
            final Heard one = new Heard(request.method().name(), request.uri(),
                request.content().toString(StandardCharsets.UTF_8), request.headers().getAll("idempotency-key"));
            heard.add(one);
            final Reply reply = script.apply(one);
            if (SILENCE.equals(reply.body())) {
                return;
            }
            if (HANG_UP.equals(reply.body())) {
                context.close();
                return;
            }
            final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8));
            response.headers().set("content-length", response.content().readableBytes());
            if (reply.location() != null) {
                response.headers().set("location", reply.location());
            }
            context.writeAndFlush(response);
        }
    }
}
