package gavel.server.sim;

import gavel.config.ServerConfig.Durability;
import gavel.server.path.FakeTime;
import gavel.server.path.ScriptedBuyer.ScriptedCall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What buyers have, as they see it themselves: it outlives every crash, and no full lead may begin its way to one while
 * another may have it. One thread.
 */
final class BuyersModel {
    /** One full lead on its way to one buyer, or there. */
    private static final class Post {
        private final ScriptedCall call;
        private final String campaign;
        private final int attempt;
        private boolean rejected;
        private boolean dead;
        private boolean again;

        Post(final ScriptedCall call) {
            this.call = call;
            this.campaign = call.candidate().campaign().config().id();
            this.attempt = call.lead().attempt();
        }

        /** Whether the buyer may have the lead, or may still get it. */
        boolean isHeld() {
            return !rejected && (call.isSent() || call.isOpen() && !dead);
        }
    }

    private final FakeTime time;
    private final boolean isDisk;
    private final long cap;
    private final Map<String, List<Post>> byPerson = new HashMap<>();
    private final Map<String, List<Post>> byCapDay = new HashMap<>();
    private final Map<ScriptedCall, Post> byCall = new HashMap<>();
    private BooksModel books;
    private int posts;

    BuyersModel(final FakeTime time, final Durability durability, final long cap) {
        this.time = time;
        this.isDisk = durability == Durability.DISK;
        this.cap = cap;
    }

    /** A new life of the server begins: what had not left the old one never will. */
    void begin(final BooksModel newBooks) {
        books = newBooks;
        byCall.values().forEach(post -> post.dead = true);
        byCall.clear();
    }

    /** A full lead is about to go to a buyer. */
    void onPost(final ScriptedCall call, final String person) {
        final Post post = new Post(call);
        assertTrue(time.nowNs() < call.lead().deadlineNs(), "posted after the lead's deadline");
        assertTrue(!isDisk || books.hasPosting(call.id(), post.attempt), "posted before its POSTING was forced");
        for (final Post earlier : byPerson.computeIfAbsent(person, key -> new ArrayList<>())) {
            final boolean repeats = earlier.call.id() == call.id() && earlier.attempt == post.attempt
                    && !earlier.again && call.candidate().campaign().buyer().post().idempotent();
            assertTrue(repeats || !earlier.isHeld(), () -> earlier.campaign + " may have it, and now " + post.campaign
                    + " gets it too");
            post.again |= repeats && earlier.isHeld();
        }
        final List<Post> sameDay = byCapDay.computeIfAbsent(post.campaign + " " + call.lead().capPlaces().period(0),
                key -> new ArrayList<>());
        final long held = sameDay.stream().filter(each -> each.isHeld() && !each.again).count();
        assertTrue(post.again || held < cap, () -> post.campaign + " gets more than its cap");
        byPerson.get(person).add(post);
        sameDay.add(post);
        byCall.put(call, post);
        posts++;
    }

    /** A buyer is about to say no to somebody who still listens. */
    void onReject(final ScriptedCall call) {
        byCall.get(call).rejected = true;
        byPerson.values().forEach(list -> list.stream().filter(post -> post.call.id() == call.id()
                && post.attempt == byCall.get(call).attempt).forEach(post -> post.rejected = true));
    }

    /** Full leads that went out. */
    int posts() {
        return posts;
    }
}
