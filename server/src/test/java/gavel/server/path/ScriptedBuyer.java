package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.server.buyer.AnswerReader;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerPort;
import gavel.server.buyer.BuyerStats;
import gavel.server.buyer.CallListener;
import gavel.server.lead.Call;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A buyer that answers when and what a test says. Confined to the test's thread. */
public final class ScriptedBuyer implements BuyerPort {
    private static final int ANSWER_MAX_BYTES = 1024;

    /** Every ping that is waited for, oldest first. */
    public final List<ScriptedCall> pings = new ArrayList<>();
    /** Every post that is waited for, oldest first. */
    public final List<ScriptedCall> posts = new ArrayList<>();
    /** What it says when it is asked. */
    public PingStatus asks = PingStatus.ASKED;
    /** Whether a post finds a connection. */
    public boolean takesPosts = true;
    /** Whether calls are written at once, and not when a connection is there. */
    public boolean connected = true;
    /** HTTP status of its answers. */
    public int httpStatus = 200;
    /** Told of each ping before it begins. */
    public Consumer<ScriptedCall> onPing = call -> { };
    /** Told of each post before it begins. */
    public Consumer<ScriptedCall> onPost = call -> { };

    private final BuyerConfig config;
    private final CallListener listener;
    private final FakeTime time;
    private final BuyerStats stats = new BuyerStats();
    private final AnswerReader pingReader;
    private final AnswerReader postReader;
    private final BuyerAnswer answer = new BuyerAnswer();

    ScriptedBuyer(final BuyerConfig config, final CallListener listener, final FakeTime time) {
        this.config = config;
        this.listener = listener;
        this.time = time;
        this.pingReader = new AnswerReader(config.ping(), ANSWER_MAX_BYTES);
        this.postReader = new AnswerReader(config.post(), ANSWER_MAX_BYTES);
    }

    /** One exchange; a test ends it once, or never. */
    public final class ScriptedCall implements Call {
        private final Lead lead;
        private final Candidate candidate;
        private final long id;
        private final boolean isPost;
        private boolean sent;
        private boolean abandoned;
        private boolean released;

        ScriptedCall(final Lead lead, final Candidate candidate, final boolean isPost) {
            this.lead = lead;
            this.candidate = candidate;
            this.id = lead.id();
            this.isPost = isPost;
        }

        @Override
        public boolean abandon() {
            abandoned = true;
            open().remove(this);
            return sent;
        }

        @Override
        public void release() {
            released = true;
            abandon();
        }

        /** Whether its lead ended without needing it. */
        public boolean isReleased() {
            return released;
        }

        /** Its lead, while it is not abandoned. */
        public Lead lead() {
            return lead;
        }

        /** Its candidate, while it is not abandoned. */
        public Candidate candidate() {
            return candidate;
        }

        /** Id of its lead. */
        public long id() {
            return id;
        }

        /** Whether it carries the full lead. */
        public boolean isPost() {
            return isPost;
        }

        /** Its buyer. */
        public ScriptedBuyer buyer() {
            return ScriptedBuyer.this;
        }

        /** Whether a byte of it has left. */
        public boolean isSent() {
            return sent;
        }

        /** Whether nobody waits for it any more. */
        public boolean isAbandoned() {
            return abandoned;
        }

        /** Whether somebody waits for it. */
        public boolean isOpen() {
            return open().contains(this);
        }

        /** Its first byte leaves. */
        public void send() {
            if (!sent && !abandoned) {
                sent = true;
            }
        }

        /** Answers with a body. */
        public void answer(final String json) {
            if (abandoned) {
                return;
            }
            send();
            open().remove(this);
            final byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            (isPost ? postReader : pingReader).read(bytes, 0, bytes.length, answer);
            answer.httpStatus(httpStatus);
            if (isPost) {
                listener.onPostAnswer(lead, candidate, answer, time.nowNs());
            } else {
                listener.onPingAnswer(lead, candidate, answer, time.nowNs());
            }
        }

        /** Its answer is read by a reader that is broken. */
        public void answerNothing() {
            open().remove(this);
            if (isPost) {
                listener.onPostAnswer(lead, candidate, null, time.nowNs());
            } else {
                listener.onPingAnswer(lead, candidate, null, time.nowNs());
            }
        }

        /** Ends without an answer. */
        public void fail(final PingStatus status) {
            if (abandoned) {
                return;
            }
            open().remove(this);
            if (isPost) {
                listener.onPostFailed(lead, candidate, sent, time.nowNs());
            } else {
                listener.onPingFailed(lead, candidate, status, time.nowNs());
            }
        }

        private List<ScriptedCall> open() {
            return isPost ? posts : pings;
        }
    }

    /** Bids on the oldest ping. */
    public void bid(final String price) {
        pings.get(0).answer("{\"bid\":\"" + price + "\"}");
    }

    /** Takes the lead of the oldest post. */
    public void accept() {
        posts.get(0).answer("{\"r\":{\"status\":\"ok\",\"id\":\"ref-1\"}}");
    }

    /** Rejects the lead of the oldest post. */
    public void reject() {
        posts.get(0).answer("{\"r\":{\"status\":\"rejected\",\"why\":\"no\"}}");
    }

    /** Its place in records. */
    public String id() {
        return config.id();
    }

    @Override
    public PingStatus ping(final Lead lead, final Candidate candidate, final long nowNs) {
        if (asks != PingStatus.ASKED) {
            return asks;
        }
        final ScriptedCall call = new ScriptedCall(lead, candidate, false);
        onPing.accept(call);
        candidate.onAsked(call, nowNs);
        pings.add(call);
        return PingStatus.ASKED;
    }

    @Override
    public boolean post(final Lead lead, final Candidate candidate, final long nowNs) {
        if (!takesPosts) {
            return false;
        }
        final ScriptedCall call = new ScriptedCall(lead, candidate, true);
        onPost.accept(call);
        candidate.onPosting(call);
        posts.add(call);
        if (connected) {
            call.send();
        }
        return true;
    }

    @Override
    public BuyerStats stats() {
        return stats;
    }

    @Override
    public AnswerReader postReader() {
        return postReader;
    }

    @Override
    public void sweep(final long nowNs) {
        // It has no connections.
    }

    @Override
    public void closeAll() {
        // It has no connections.
    }
}
