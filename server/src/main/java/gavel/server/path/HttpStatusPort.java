package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Header;
import gavel.server.buyer.CallTemplate;

import javax.net.ssl.SSLContext;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Status and post URLs over HTTP, by the JDK's client: few calls, none of them in a hurry. Any thread; blocks none. */
public final class HttpStatusPort implements StatusPort {
    private final HttpClient http;
    private final int answerMaxBytes;

    /**
     * @param tls            for https; null for the JDK's own.
     * @param answerMaxBytes no more is read of an answer.
     * @param threads        what reads answers.
     */
    public HttpStatusPort(final SSLContext tls, final int answerMaxBytes, final Executor threads) {
        final HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .executor(threads);
        this.http = tls == null ? builder.build() : builder.sslContext(tls).build();
        this.answerMaxBytes = answerMaxBytes;
    }

    @Override
    public CompletableFuture<Reply> ask(final Endpoint endpoint, final String target, final byte[] body) {
        final String timeoutMs = Long.toString(TimeUnit.NANOSECONDS.toMillis(endpoint.timeoutNs()));
        final URI uri = URI.create((endpoint.url().tls() ? "https://" : "http://") + endpoint.url().host() + ":"
                + endpoint.url().port() + target.replace(BuyerConfig.TIMEOUT_MS, timeoutMs));
        final HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofNanos(endpoint.timeoutNs()));
        if (body.length > 0) {
            request.method(endpoint.method(), HttpRequest.BodyPublishers.ofByteArray(body))
                    .header("Content-Type", CallTemplate.contentType(endpoint.format()));
        }
        for (final Header header : endpoint.headers()) {
            request.header(header.name(), header.value().value().replace(BuyerConfig.TIMEOUT_MS, timeoutMs));
        }
        final CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request.build(), head -> new LimitedBody(answerMaxBytes));
        return exchange.copy().orTimeout(endpoint.timeoutNs(), TimeUnit.NANOSECONDS).whenComplete((response, error) -> {
            if (error != null) {
                exchange.cancel(true);
            }
        }).thenApply(response -> new Reply(response.statusCode(), response.body()));
    }

    /** Takes no more of a body than it may have. One per answer. */
    private static final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
        private final int maxBytes;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Flow.Subscription subscription;

        LimitedBody(final int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(final Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final List<ByteBuffer> buffers) {
            for (final ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > maxBytes) {
                    subscription.cancel();
                    body.completeExceptionally(new IllegalStateException("an answer of more than " + maxBytes
                            + " bytes"));
                    return;
                }
                final byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(final Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
