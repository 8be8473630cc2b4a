package gavel.server.sim;

import gavel.server.path.FakePublisher;

/** One request of a publisher and what it may be answered with. One thread. */
final class SimRequest {
    final FakePublisher publisher;
    final String id;
    final String phone;
    final String key;
    final String body;
    final long deadlineNs;
    final long getsLead;
    boolean gone;

    /**
     * @param getsLead id of the lead that is asked for, or 0 when this posts one.
     */
    SimRequest(final FakePublisher publisher, final String id, final String phone, final String key,
               final String body, final long deadlineNs, final long getsLead) {
        this.publisher = publisher;
        this.id = id;
        this.phone = phone;
        this.key = key;
        this.body = body;
        this.deadlineNs = deadlineNs;
        this.getsLead = getsLead;
    }

    /** Whether its deadline is shorter than what a timer can keep. */
    boolean isTiny() {
        return body.contains("deadline_ms\":3,");
    }
}
