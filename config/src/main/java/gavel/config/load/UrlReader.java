package gavel.config.load;

import gavel.config.BuyerConfig.Url;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads http and https URLs strictly; variables may stand behind the host. Stateless; any thread. */
final class UrlReader {
    private static final int MAX = 2048;

    private UrlReader() {
    }

    /**
     * The URL, or empty when it is none, which is reported at {@code value}.
     *
     * @param variables that may stand in it.
     */
    static Optional<Url> read(final Value value, final String written, final List<String> variables) {
        String text = VariableText.read(value, written, variables);
        for (final String variable : variables) {
            text = text.replace(variable, encoded(variable));
        }
        final String wrong = text.length() > MAX ? "is longer than " + MAX + " characters" : fault(text);
        if (wrong != null) {
            value.problem(wrong);
            return Optional.empty();
        }
        final URI uri = URI.create(text);
        final boolean tls = uri.getScheme().equalsIgnoreCase("https");
        final String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        final String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return Optional.of(new Url(tls, uri.getHost().toLowerCase(Locale.ROOT),
                uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort(), decoded(target, variables)));
    }

    /** A variable as a URL can have it. */
    private static String encoded(final String variable) {
        return variable.replace("{", "%7B").replace("}", "%7D");
    }

    private static String decoded(final String target, final List<String> variables) {
        String text = target;
        for (final String variable : variables) {
            text = text.replace(encoded(variable), variable);
        }
        return text;
    }

    private static String fault(final String text) {
        final URI uri;
        try {
            uri = new URI(text);
        } catch (final URISyntaxException e) {
            return "expected a URL such as https://buyer.example/ping; " + e.getReason().toLowerCase(Locale.ROOT)
                    + " at character " + (e.getIndex() + 1);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return "expected a URL that begins with http:// or https://";
        }
        if (uri.getRawUserInfo() != null) {
            return "a user name in a URL is not supported; write auth: {basic: ...}";
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "expected a URL with a host, and a port from 1 to 65535 if any";
        }
        if (uri.getRawFragment() != null) {
            return "a URL here has no fragment (#...)";
        }
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? null : "expected a URL in plain ASCII";
    }
}
