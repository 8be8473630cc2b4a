package gavel.perf.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;

import gavel.perf.json.Json;
import gavel.perf.json.JsonException;
import gavel.perf.json.JsonNumber;
import gavel.perf.load.Answer;
import gavel.perf.load.Load;
import gavel.perf.load.Outcome;
import gavel.perf.load.Quantity;

/**
 * Asks the server what only it knows: what it says to a first lead, what it has booked, what became of a lead.
 * Used by the demo's main thread.
 */
final class ServerClient {
    private static final int FIRST_PHONE = 1;
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI leads;
    private final URI admin;

    ServerClient(final URI leads, final URI admin) {
        this.leads = leads;
        this.admin = admin;
    }

    /** Sends a publisher's first lead, the same one whenever it is called: what it is answered, or why it is not. */
    PublisherLead send(final DemoPublisher publisher, final long seed) throws IOException, InterruptedException {
        final String leadRef = publisher.prefix() + '-' + seed + "-first";
        Answer answer;
        try {
            final HttpResponse<String> response = http.send(HttpRequest.newBuilder(leads).timeout(FIRST_PATIENCE)
                .header("Authorization", "Bearer " + publisher.key()).header("Content-Type", "application/json")
                .header("Idempotency-Key", leadRef)
                .POST(HttpRequest.BodyPublishers.ofString(Load.sampleBody(leadRef, FIRST_PHONE))).build(),
                HttpResponse.BodyHandlers.ofString());
            answer = Answer.read(response.statusCode(), response.body());
        } catch (final HttpTimeoutException e) {
            answer = Answer.of(Outcome.TIMEOUT);
        } catch (final IOException e) {
            answer = Answer.of(Outcome.CONNECT_ERROR);
        }
        return new PublisherLead(publisher.id(), leadRef, answer.leadId(), answer.outcome(), answer.outcome(),
            answer.priceMicros(), answer.payoutMicros());
    }

    /** Sales that the ledger holds. */
    long ledgerSales() throws IOException, InterruptedException {
        final Map<String, Object> ledger = Json.object(Json.parseObject(get(admin.resolve("/status"))).get("ledger"));
        if (ledger.get("sales") instanceof JsonNumber sales) {
            return sales.asLong();
        }
        throw new JsonException("/status has no ledger.sales");
    }

    ServerBook book() throws IOException, InterruptedException {
        return ServerBook.read(get(admin.resolve("/report/payouts?format=json")),
            get(admin.resolve("/report/buyers?format=json")));
    }

    /** The lead as the server describes it now. */
    PublisherLead resolve(final PublisherLead lead, final String key) throws IOException, InterruptedException {
        final HttpResponse<String> response = http.send(
            request(leads.resolve("/v1/leads/" + lead.leadId())).header("Authorization", "Bearer " + key).build(),
            HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            return lead;
        }
        final Map<String, Object> now = Json.parseObject(response.body());
        for (final Outcome outcome : Outcome.values()) {
            if (outcome.isAnswered() && outcome.key().equals(now.get("status"))) {
                final boolean isSold = outcome == Outcome.SOLD;
                return lead.resolved(outcome, isSold ? Quantity.micros(String.valueOf(now.get("price"))) : 0,
                    isSold ? Quantity.micros(String.valueOf(now.get("payout"))) : 0);
            }
        }
        throw new JsonException("no such status as " + now.get("status") + " of lead " + lead.leadId());
    }

    private String get(final URI url) throws IOException, InterruptedException {
        final HttpResponse<String> response = http.send(request(url).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(url + " answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static HttpRequest.Builder request(final URI url) {
        return HttpRequest.newBuilder(url).timeout(PATIENCE);
    }
}
