package gavel.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code server.yaml}: one record per stage, named as the stage is. Immutable.
 *
 * @param node      part of every id, 0 to 255; two nodes that share buyers or publishers must differ.
 * @param listen    the publishers' port.
 * @param admin     the operators' port.
 * @param loops     event loops; a lead stays on one. More than cores gains nothing.
 * @param transport how sockets are driven.
 * @param intake    limits and deadlines at the door.
 * @param validate  duplicates.
 * @param ping      asking for prices.
 * @param post      delivering the lead.
 * @param sale      recording the outcome.
 * @param click     recording visits.
 * @param drain     hot maps to journal.
 * @param settle    journal to ledger.
 * @param personal  people's data at rest.
 */
public record ServerConfig(
        int node,
        Listen listen,
        HostPort admin,
        int loops,
        Transport transport,
        Intake intake,
        Validate validate,
        Ping ping,
        Post post,
        Sale sale,
        Click click,
        Drain drain,
        Settle settle,
        Personal personal) {

    /** How sockets are driven; {@code AUTO} takes the best that the machine allows. */
    public enum Transport { AUTO, IO_URING, EPOLL, NIO }

    /** What a sale waits for: the process's memory-mapped pages, or a force of the journal as well. */
    public enum Durability { PROCESS, DISK }

    /** A bound or dialled address; port 0 asks for any free one. */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** PEM files of a TLS listener. */
    public record Tls(Path certificate, Path key) {
    }

    /** The publishers' port, with TLS when both files are given. */
    public record Listen(HostPort address, Optional<Tls> tls) {
    }

    /**
     * Limits at the door.
     *
     * @param bodyMaxBytes     larger bodies are refused with 413.
     * @param headerMaxBytes   request line and headers together; larger is 431.
     * @param connectionsMax   open publisher connections of the process.
     * @param headerTimeoutNs  from the first byte of a request to the end of its headers.
     * @param bodyTimeoutNs    from the end of the headers to the end of the body.
     * @param idleTimeoutNs    kept-alive connections without a request are closed after this.
     * @param deadlineNs       for a lead whose sender names no {@code deadline_ms}.
     * @param deadlineMaxNs    a longer {@code deadline_ms} is cut to this.
     * @param leadsMax         leads in flight per loop; more are refused with 503.
     * @param lagMaxNs         leads are refused with 503 while their loop comes to its work later than this.
     * @param idempotencyKeepNs    how long a key is remembered, at least.
     * @param idempotencyCapacity  keys remembered at most; a further lead with a key is refused with 503.
     * @param idempotencyWaitersMax repeats that may wait for one running lead.
     */
    public record Intake(
            int bodyMaxBytes,
            int headerMaxBytes,
            int connectionsMax,
            long headerTimeoutNs,
            long bodyTimeoutNs,
            long idleTimeoutNs,
            long deadlineNs,
            long deadlineMaxNs,
            int leadsMax,
            long lagMaxNs,
            long idempotencyKeepNs,
            int idempotencyCapacity,
            int idempotencyWaitersMax) {
    }

    /**
     * Duplicates.
     *
     * @param duplicatesCapacity identities remembered at most, over all verticals.
     * @param duplicatesKey      key of the hash under which phones and e-mails are remembered.
     */
    public record Validate(int duplicatesCapacity, Secret duplicatesKey) {
    }

    /**
     * Asking for prices.
     *
     * @param timeoutNs        the ping phase ends after this, from its start, whatever buyers do.
     * @param answerMaxBytes   a larger answer costs the buyer its bid and the connection.
     * @param connectTimeoutNs for a new connection to a buyer, ping or post.
     * @param candidatesMax    campaigns asked for one lead at most.
     * @param trust            PEM file of further authorities for buyers' TLS certificates.
     */
    public record Ping(long timeoutNs, int answerMaxBytes, long connectTimeoutNs, int candidatesMax,
                       Optional<Path> trust) {
    }

    /**
     * Delivering the lead.
     *
     * @param timeoutNs      one post that is not answered by then is UNKNOWN.
     * @param answerMaxBytes larger answers can't be trusted: UNKNOWN.
     * @param attemptsMax    the winner and its runners-up, 1 to 8.
     * @param reserveNs      the ping phase also ends this long before the lead's deadline, to leave time for a post.
     */
    public record Post(long timeoutNs, int answerMaxBytes, int attemptsMax, long reserveNs) {
    }

    /**
     * Recording outcomes.
     *
     * @param durability what is waited for before the lead leaves for a buyer, and before the publisher is answered.
     * @param entries    size of one loop's hot map of sales: records that may await the drain.
     */
    public record Sale(Durability durability, int entries) {
    }

    /**
     * Recording visits.
     *
     * @param key     seals click ids; who has it can forge them.
     * @param entries size of one loop's hot map of clicks.
     */
    public record Click(Secret key, int entries) {
    }

    /**
     * Hot maps to journal.
     *
     * @param segmentBytes  a journal file is closed when it has grown past this.
     * @param batchMaxBytes one write and one force carry at most this.
     * @param intervalNs    the longest that a record waits when nobody waits for it; larger batches cost less.
     */
    public record Drain(long segmentBytes, int batchMaxBytes, long intervalNs) {
    }

    /**
     * Journal to ledger.
     *
     * @param batchMax    records of one ledger transaction at most.
     * @param intervalNs  pause between looks at the journal.
     * @param memoryBytes limit of the ledger's engine.
     */
    public record Settle(int batchMax, long intervalNs, long memoryBytes) {
    }

    /**
     * People's data at rest.
     *
     * @param keys under which the keys of leads are wrapped: the first for new ones, the others to read old ones. None:
     *             the fields of leads are not kept.
     */
    public record Personal(List<MasterKey> keys) {
    }
}
