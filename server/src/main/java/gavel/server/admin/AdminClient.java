package gavel.server.admin;

import com.dslplatform.json.DslJson;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Asks a running server's operators' port. One thread; blocks. */
public final class AdminClient {
    /** Header with what must be known of a body that has no place for it. */
    static final String NOTE = "Gavel-Note";
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
    private final String hostPort;

    /**
     * @param hostPort such as {@code 127.0.0.1:8081}.
     */
    public AdminClient(final String hostPort) {
        this.hostPort = hostPort;
    }

    /**
     * Copies what stands at a path.
     *
     * @param notes hears what must be known of the body and has no place in it.
     * @throws AdminException the server says no, and why.
     * @throws IOException    nobody answers, or the answer broke off; what was copied is then not whole.
     */
    public void copy(final String path, final Map<String, String> parameters, final Writer out,
                     final Consumer<String> notes)
            throws IOException, InterruptedException {
        final HttpResponse<InputStream> response = http.send(HttpRequest.newBuilder(uri(path, parameters))
                .timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != Reply.OK) {
                throw new AdminException(response.statusCode(), detail(body.readAllBytes()));
            }
            response.headers().firstValue(NOTE).ifPresent(notes);
            new InputStreamReader(body, StandardCharsets.UTF_8).transferTo(out);
        }
    }

    /**
     * Does what a POST to a path does.
     *
     * @param members of the request's JSON object.
     * @return the members of the answer.
     * @throws AdminException the server says no, and why.
     * @throws IOException    nobody answers; whether it was done is not known.
     */
    public Map<String, Object> act(final String path, final Map<String, Object> members)
            throws IOException, InterruptedException {
        final HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(uri(path, Map.of()))
                .timeout(ANSWER_MAX).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonBody.text(members))).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != Reply.OK) {
            throw new AdminException(response.statusCode(), detail(response.body()));
        }
        return JsonBody.members(response.body());
    }

    /** The members of {@code /status}. */
    public Map<String, Object> status() throws IOException, InterruptedException {
        final StringWriter text = new StringWriter();
        copy("/status", Map.of(), text, note -> { });
        return JsonBody.members(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private URI uri(final String path, final Map<String, String> parameters) {
        return URI.create("http://" + hostPort + path + parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", "")));
    }

    private static String detail(final byte[] problem) {
        try {
            final Map<?, ?> parsed = new DslJson<>().deserialize(Map.class, problem, problem.length);
            return String.valueOf(parsed.get("detail"));
        } catch (final IOException e) {
            return new String(problem, StandardCharsets.UTF_8);
        }
    }
}
