package gavel.perf.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of one publisher: whom it talks to, when, and with what.
 * Immutable.
 *
 * @param publisher label in reports
 * @param seed      all that is random follows from it
 * @param clicks    visits that precede leads, or null for none
 */
public record LoadConfig(String publisher, long seed, Target target, Pace pace, LeadPlan leads, ClickPlan clicks) {
    /**
     * Where leads go.
     *
     * @param url         absolute, http or https
     * @param headers     complete header lines, {@code Name: value}
     * @param connections most of them, and so most leads in flight
     * @param timeoutNs   from when a lead is sent to when we give it up
     * @param trust       PEM file of the certificates that may vouch for the host; null for those that the JDK trusts
     * @param expect      text that every right answer holds, of a server that is not Gavel; null for Gavel's answers
     */
    public record Target(URI url, List<String> headers, int connections, long timeoutNs, Path trust, String expect) {
        /** Gavel, vouched for by what the JDK trusts, if at all. */
        public Target(final URI url, final List<String> headers, final int connections, final long timeoutNs) {
            this(url, headers, connections, timeoutNs, null, null);
        }

        public Target {
            requireHttp(url);
            headers = List.copyOf(headers);
            for (final String header : headers) {
                if (!header.matches("[!-9;-~]+:[^\\r\\n]*")) {
                    throw new IllegalArgumentException("a header must be like 'Name: value'");
                }
            }
            if (connections < 1 || connections > 20_000) {
                throw new IllegalArgumentException("connections must be from 1 to 20000");
            }
            if (timeoutNs <= 0) {
                throw new IllegalArgumentException("the timeout must be more than 0ms");
            }
            if (expect != null && expect.isEmpty()) {
                throw new IllegalArgumentException("what is expected of an answer must be a text");
            }
        }
    }

    /**
     * What leads are like.
     *
     * @param template          body with {@code {{n}} {{phone}} {{lead}} {{click}}}
     * @param idPrefix          the publisher's own lead id is this and the running number
     * @param duplicateShare    of leads that repeat an earlier phone, from 0 to 1
     * @param hasIdempotencyKey whether each carries its id as Idempotency-Key
     */
    public record LeadPlan(String template, String idPrefix, double duplicateShare, boolean hasIdempotencyKey) {
        String leadRef(final long n) {
            return idPrefix + n;
        }
    }

    /**
     * Visits before leads.
     *
     * @param url   with {@code {{n}}}; its Location carries {@code click_id}
     * @param share of leads that come from a click, from 0 to 1
     */
    public record ClickPlan(String url, double share) {
        public ClickPlan {
            requireHttp(URI.create(url.replace("{{n}}", "0")));
        }
    }

    private static void requireHttp(final URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("'" + url + "' is not a URL like http://127.0.0.1:8080/v1/leads");
        }
    }
}
