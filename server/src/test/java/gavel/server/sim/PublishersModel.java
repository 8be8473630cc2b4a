package gavel.server.sim;

import gavel.config.ServerConfig.Durability;
import gavel.persist.record.Ids;
import gavel.server.path.FakePublisher;
import gavel.server.path.FakeTime;
import gavel.server.runtime.Timers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What publishers asked and were told; an outcome that was told holds in every later life. One thread. */
final class PublishersModel {
    private static final Set<String> FINAL = Set.of("sold", "unsold", "unknown");

    /** A timer is up to two ticks late, and the pending answer of a tiny deadline has no margin for that. */
    private static final long TOLERANCE_NS = 2 * Timers.TICK_NS;

    private final FakeTime time;
    private final boolean isDisk;
    /** Who asks for a lead is not told before then that records wait for the disk. */
    static final long ASK_WAIT_NS = 800_000_000L + TOLERANCE_NS;

    private final List<SimRequest> open = new ArrayList<>();
    private final Map<Long, String> answerByLead = new TreeMap<>();
    private final Map<String, String> answerByKey = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private BooksModel books;
    private long stalledUntilNs;

    PublishersModel(final FakeTime time, final Durability durability) {
        this.time = time;
        this.isDisk = durability == Durability.DISK;
    }

    void onRequest(final SimRequest request) {
        open.add(request);
        count(request.getsLead == 0 ? "posted" : "asked");
    }

    /** The loop did not run for a while: deadlines that passed meanwhile are nobody's fault. */
    void onStall() {
        stalledUntilNs = time.nowNs();
    }

    /** Looks at what came back. */
    void poll() {
        for (final Iterator<SimRequest> each = open.iterator(); each.hasNext();) {
            final SimRequest request = each.next();
            final String received = request.gone ? "" : request.publisher.received();
            if (request.gone) {
                each.remove();
                continue;
            }
            assertTrue(request.getsLead != 0
                    || time.nowNs() <= request.deadlineNs + (request.isTiny() ? TOLERANCE_NS : 0)
                    || stalledUntilNs > request.deadlineNs - TOLERANCE_NS,
                    () -> request.id + " was not answered before its deadline");
            if (!received.isEmpty()) {
                each.remove();
                assertTrue(received.indexOf("HTTP/1.1", 1) < 0, "answered twice");
                onAnswer(request, received.substring(received.indexOf("\r\n\r\n") + 4));
                request.publisher.close();
            }
        }
    }

    private void onAnswer(final SimRequest request, final String answer) {
        final String status = FakePublisher.member(answer, "status");
        count(status.isEmpty() ? answer.replaceAll(".*?\"code\":(\\d+).*", "$1") : status);
        if (request.getsLead != 0 && answer.contains("\"code\":902,")) {
            assertTrue(time.nowNs() > request.deadlineNs - 2 * TOLERANCE_NS, "it was not waited for");
        } else if (request.getsLead != 0) {
            assertEquals(answerByLead.get(request.getsLead), answer, "asked for, it is another answer");
        } else if (FINAL.contains(status)) {
            final long lead = Ids.parse(FakePublisher.member(answer, "lead_id"));
            final BooksModel.LeadRecords records = books.lead(lead);
            if (isDisk && (status.equals("sold") || records != null && records.posted)) {
                assertNotNull(records, () -> status + " was said of a lead without a record");
                assertEquals(status, records.end, "the answer says other than the record");
                assertEquals(records.answer, answer, "the answer is not the one that was recorded");
            }
            assertEquals(answerByLead.computeIfAbsent(lead, id -> answer), answer, "another answer than before");
            if (!request.key.isEmpty()) {
                assertEquals(answerByKey.computeIfAbsent(request.key, key -> answer), answer,
                        "a repeat got other bytes");
            }
        }
    }

    /** A new life begins: whoever waited lost the connection, and what was told still holds. */
    void begin(final BooksModel newBooks, final boolean withHotMaps) {
        books = newBooks;
        open.forEach(request -> request.publisher.close());
        open.clear();
        for (final Iterator<Map.Entry<Long, String>> each = answerByLead.entrySet().iterator(); each.hasNext();) {
            final Map.Entry<Long, String> told = each.next();
            final BooksModel.LeadRecords records = books.lead(told.getKey());
            if (records == null && !withHotMaps && told.getValue().contains("\"status\":\"unsold\"")) {
                answerByKey.values().remove(told.getValue());
                each.remove();
            } else {
                assertNotNull(records, () -> "what was said is lost: " + told.getValue());
                assertEquals(records.answer, told.getValue(), "what was said is recorded otherwise");
            }
        }
    }

    /** At rest everything that was told stands in the books. */
    void checkIdle() {
        assertEquals(List.of(), open.stream().map(request -> request.id).toList(), "requests without an answer");
        answerByLead.forEach((id, answer) -> {
            final BooksModel.LeadRecords records = books.lead(id);
            assertNotNull(records, () -> "no record of " + answer);
            assertEquals(records.answer, answer);
            assertEquals(records.end, FakePublisher.member(answer, "status"));
        });
    }

    /** The publisher of a request that still waits goes away. */
    void loseOne(final int place) {
        if (!open.isEmpty()) {
            final SimRequest request = open.get(place % open.size());
            request.gone = true;
            request.publisher.close();
        }
    }

    /** Leads whose outcome was told. */
    List<Long> told() {
        return new ArrayList<>(answerByLead.keySet());
    }

    private void count(final String what) {
        counts.merge(what, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
