package gavel.config.load;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Header;
import gavel.config.BuyerConfig.Match;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.BuyerConfig.StatusQuery;
import gavel.config.BuyerConfig.Url;
import gavel.config.Secret;
import gavel.config.VerticalConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how one buyer is asked and how it gets a lead. One thread. */
final class EndpointBinder {
    /** In place of the name of a header: none is sent. */
    static final String OFF = "off";
    private static final long MS = 1_000_000L;
    private static final long TIMEOUT_MAX_NS = 600_000 * MS;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_:-]+(\\.[A-Za-z0-9_:-]+)*");
    private static final Set<String> OURS = Set.of("host", "content-length", "content-type", "transfer-encoding",
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect");
    private static final Url NO_URL = new Url(false, "", 80, "/");
    private static final int MATCHES_MAX = 64;
    private static final String TIMEOUT_HEADER = "X-Timeout-Ms";
    private static final List<String> TIMEOUT_ONLY = List.of(BuyerConfig.TIMEOUT_MS);
    private static final long STATUS_TIMEOUT_NS = 5_000 * MS;
    private static final long STATUS_AFTER_NS = 30_000 * MS;
    private static final long STATUS_AFTER_MAX_NS = 3_600_000 * MS;

    private final List<VerticalConfig> verticals;
    private final boolean complete;

    /**
     * For one buyer.
     *
     * @param verticals those that its campaigns buy and whose files are right.
     * @param complete  whether these are all that it buys.
     */
    EndpointBinder(final List<VerticalConfig> verticals, final boolean complete) {
        this.verticals = verticals;
        this.complete = complete;
    }

    Endpoint ping(final Block block) {
        final Block answer = block.value("answer").required().block();
        return endpoint(block, true, false, new Answer(path(answer.value("price").required()),
                path(answer.value("reference")), Optional.empty(), Optional.empty(), path(answer.value("reason")),
                Optional.empty()));
    }

    Endpoint post(final Block block, final Endpoint ping) {
        final Block answer = block.value("answer").required().block();
        final Endpoint post = endpoint(block, false, block.value("idempotent").flag(false), new Answer(
                Optional.empty(),
                path(answer.value("reference")),
                match(answer.value("accept")),
                match(answer.value("reject")),
                path(answer.value("reason")),
                path(answer.value("redirect_url"))));
        final boolean repeats = post.body().stream().anyMatch(part -> part.kind() == PartKind.PING_REF);
        if (repeats && ping.answer().reference().isEmpty()) {
            block.value("body").problem("uses {{ping_ref}}, but ping.answer.reference does not say what that is");
        }
        requireApart(post.answer(), answer);
        return post;
    }

    /** What the answer says must mean one thing. */
    private static void requireApart(final Answer rules, final Block answer) {
        final Optional<Match> accept = rules.accept();
        final Optional<Match> reject = rules.reject();
        if (accept.isPresent() && reject.isPresent() && accept.get().path().equals(reject.get().path())) {
            for (final String value : accept.get().values()) {
                if (reject.get().values().stream().anyMatch(value::equalsIgnoreCase)) {
                    answer.value("reject").block().value("values")
                            .problem("\"" + value + "\" means accept already");
                }
            }
        }
    }

    private Endpoint endpoint(final Block block, final boolean ping, final boolean idempotent, final Answer answer) {
        final Format format = block.value("format").word(Format.class, Format.JSON);
        final List<Part> body = new TemplateParser(verticals, complete, format, ping)
                .parse(block.value("body").required());
        return new Endpoint(url(block, TIMEOUT_ONLY),
                block.value("method").word(List.of("POST", "PUT"), "POST"),
                headers(block, timeoutHeader(block.value("timeout_header")), TIMEOUT_ONLY),
                format,
                body,
                block.value("timeout").durationNs(0, MS, TIMEOUT_MAX_NS),
                idempotent,
                answer);
    }

    /** How it is asked what became of a post. */
    Optional<StatusQuery> status(final Value value) {
        if (!value.isPresent()) {
            return Optional.empty();
        }
        final Block block = value.block();
        final Block answer = block.value("answer").required().block();
        final Endpoint endpoint = new Endpoint(url(block, BuyerConfig.STATUS_VARIABLES), "GET",
                headers(block, OFF, List.of()),
                block.value("format").word(Format.class, Format.JSON), List.of(),
                block.value("timeout").durationNs(STATUS_TIMEOUT_NS, MS, TIMEOUT_MAX_NS), false,
                new Answer(Optional.empty(), path(answer.value("reference")), match(answer.value("accept")),
                        match(answer.value("reject")), path(answer.value("reason")), Optional.empty()));
        requireApart(endpoint.answer(), answer);
        if (BuyerConfig.STATUS_VARIABLES.stream().noneMatch(endpoint.url().target()::contains)
                && !endpoint.url().equals(NO_URL)) {
            block.value("url").problem("does not say which lead: it needs one of "
                    + String.join(", ", BuyerConfig.STATUS_VARIABLES));
        }
        return Optional.of(new StatusQuery(endpoint,
                block.value("after").durationNs(STATUS_AFTER_NS, MS, STATUS_AFTER_MAX_NS)));
    }

    private static Url url(final Block block, final List<String> variables) {
        final Value url = block.value("url").required();
        return url.scalar("a URL").flatMap(text -> UrlReader.read(url, text, variables)).orElse(NO_URL);
    }

    private static List<Header> headers(final Block block, final String timeout, final List<String> variables) {
        final List<Header> headers = new ArrayList<>();
        final Set<String> seen = new HashSet<>();
        if (!timeout.equals(OFF)) {
            headers.add(new Header(timeout, new Secret(BuyerConfig.TIMEOUT_MS)));
        }
        final Block named = block.value("headers").block();
        for (final String name : named.names()) {
            final Value value = named.named(name);
            final String lower = name.toLowerCase(Locale.ROOT);
            final String wrong = !TOKEN.matcher(name).matches() ? "is not the name of a header"
                    : OURS.contains(lower) ? "is written by the server itself"
                    : lower.equals(timeout.toLowerCase(Locale.ROOT)) && !timeout.equals(OFF)
                    ? "is timeout_header; set that to off, or to another name"
                    : !seen.add(lower) ? "is set twice; case does not matter" : null;
            if (wrong != null) {
                value.scope().findings().problem(named.placeOf(name), value.key(), wrong);
            }
            headers.add(new Header(name, headerValue(value, variables)));
        }
        final Value auth = block.value("auth");
        if (auth.isPresent()) {
            if (seen.contains("authorization")) {
                auth.problem("the header Authorization is set twice, here and under headers");
            }
            headers.add(new Header("Authorization", authorization(auth.block())));
        }
        return List.copyOf(headers);
    }

    /** The name of the header that says how long the buyer has; OFF for none. */
    private static String timeoutHeader(final Value value) {
        final String name = value.scalar("the name of a header, or off").orElse(TIMEOUT_HEADER);
        final String lower = name.toLowerCase(Locale.ROOT);
        final String wrong = !TOKEN.matcher(name).matches() ? "is not the name of a header"
                : OURS.contains(lower) || lower.equals("authorization") ? "has another meaning; take another name"
                : null;
        if (wrong != null) {
            value.problem(wrong);
        }
        return name;
    }

    private static Secret headerValue(final Value value, final List<String> variables) {
        if (value.isBlock()) {
            return checked(value, SecretReader.read(value, 1));
        }
        if (value.isPresent()) {
            value.scope().findings().hide(value.place(), value.end());
        }
        if (value.isPresent() && !value.isScalar()) {
            value.problem("expected text, {file: path} or {env: NAME}");
            return new Secret("");
        }
        return checked(value, new Secret(
                value.isPresent() ? VariableText.read(value, value.tree().text(), variables) : ""));
    }

    private static Secret checked(final Value value, final Secret secret) {
        if (!secret.value().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            value.problem("the value of a header is printable ASCII");
        }
        return secret;
    }

    private static Secret authorization(final Block auth) {
        final Value bearer = auth.value("bearer");
        final Value basic = auth.value("basic");
        if (bearer.isPresent() == basic.isPresent()) {
            auth.problem("expected either {bearer: ..} or {basic: {user: .., password: ..}}");
            return new Secret("");
        }
        if (bearer.isPresent()) {
            return checked(bearer, new Secret("Bearer " + SecretReader.read(bearer, 1).value()));
        }
        final Value user = basic.block().value("user").required();
        final String name = user.scalar("a user name").orElse("");
        if (name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            user.problem("a user name has no colon and no control characters");
        }
        final Secret password = SecretReader.read(basic.block().value("password").required(), 1);
        final byte[] both = (name + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(both));
    }

    private static Optional<String> path(final Value value) {
        final Optional<String> text = value.scalar("a path such as result.price");
        if (text.isPresent() && !PATH.matcher(text.get()).matches()) {
            value.problem("expected names separated by dots such as result.price, found " + value.tree().shown());
        }
        return text;
    }

    private static Optional<Match> match(final Value value) {
        if (!value.required().isPresent()) {
            return Optional.empty();
        }
        final Block block = value.block();
        final Optional<String> path = path(block.value("path").required());
        final Value list = block.value("values").required();
        final List<String> values = list.texts("values");
        if (list.isList() && (values.isEmpty() || values.size() > MATCHES_MAX)) {
            list.problem("expected 1 to " + MATCHES_MAX + " values");
        }
        return path.map(p -> new Match(p, values));
    }
}
