package gavel.server.admin;

/** Every metric that is no {@link gavel.server.runtime.Counter}, with its name. Immutable; any thread. */
enum Metric {
    BUILD("gavel_build_info", Type.GAUGE, "1, with the version of this build"),
    READY("gavel_ready", Type.GAUGE, "1 while leads are taken"),
    REASONS("gavel_reasons_total", Type.COUNTER, "leads and requests by why they ended as they did"),
    STAGE("gavel_stage_duration_seconds", Type.HISTOGRAM, "time of each stage of a lead"),
    LEAD("gavel_lead_duration_seconds", Type.HISTOGRAM, "first byte of a lead's request to its answer"),
    CLICK("gavel_click_duration_seconds", Type.HISTOGRAM, "first byte of a click's request to its redirect"),
    BUYER_PING("gavel_buyer_ping_duration_seconds", Type.HISTOGRAM, "time a buyer took to answer a ping"),
    BUYER_POST("gavel_buyer_post_duration_seconds", Type.HISTOGRAM, "time a buyer took to answer a post"),
    BUYER_PINGS("gavel_buyer_pings_total", Type.COUNTER, "pings of a buyer by how they ended"),
    BUYER_POSTS("gavel_buyer_posts_total", Type.COUNTER, "posts to a buyer by how they ended"),
    BUYER_CONNECTIONS("gavel_buyer_connection_events_total", Type.COUNTER, "what happened to a buyer's connections"),
    BUYER_SKIP("gavel_buyer_skip_ratio", Type.GAUGE, "share of leads by which a buyer is skipped, 0 to 1"),
    BUYER_TIMEOUT("gavel_buyer_ping_timeout_seconds", Type.GAUGE,
            "time that a buyer is given to answer most pings, learned or configured"),
    BUYER_CALLS("gavel_buyer_calls", Type.GAUGE, "pings and posts of a buyer that are under way"),
    BUYER_OPEN("gavel_buyer_connections", Type.GAUGE, "connections to a buyer that are open or being made"),
    UNKNOWN("gavel_unknown_posts", Type.GAUGE, "posts whose outcome nobody knows"),
    UNKNOWN_OLDEST("gavel_unknown_oldest_seconds", Type.GAUGE, "since when the oldest of these leads is unknown"),
    UNKNOWN_ENDED("gavel_unknown_ended_total", Type.COUNTER,
            "unknown posts of which was found out later what became of them, by that and by who found it"),
    STATUS_ASKED("gavel_status_asked_total", Type.COUNTER,
            "questions to a buyer about unknown posts by how they ended"),
    CAP_TAKEN("gavel_cap_taken", Type.GAUGE,
            "what is taken of a cap or credit in its running period: leads, or amounts of money"),
    CAP_MOST("gavel_cap_most", Type.GAUGE, "what may be taken of it"),
    RUNNING("gavel_leads_running", Type.GAUGE, "leads that are running"),
    OUTSTANDING("gavel_records_outstanding", Type.GAUGE, "records of a loop that have not left the hot maps"),
    ALLOCATED("gavel_loop_allocated_bytes_total", Type.COUNTER, "bytes that a loop has allocated on the heap"),
    CREDITS("gavel_record_credits_free", Type.GAUGE, "records that a loop may still promise"),
    LONG_REFUSED("gavel_long_records_refused_total", Type.COUNTER, "refusals because long records took their reserve"),
    FORCED("gavel_journal_forced_sequence", Type.GAUGE, "last record that survives a power cut"),
    FORCES("gavel_journal_forces_total", Type.COUNTER, "batches that were forced"),
    RECORDS_FORCED("gavel_journal_records_forced_total", Type.COUNTER, "records that were forced"),
    CONTROL_WAITING("gavel_journal_control_waiting", Type.GAUGE, "records of other threads that wait for the drain"),
    JOURNAL_BYTES("gavel_journal_bytes", Type.GAUGE, "size of the journal's files"),
    LEDGER_POSITION("gavel_ledger_position", Type.GAUGE, "last record that the ledger holds"),
    LEDGER_LAG("gavel_ledger_lag_records", Type.GAUGE, "records that the journal has and the ledger has not"),
    LEDGER_SALES("gavel_ledger_sales", Type.GAUGE, "sales in the ledger"),
    LEDGER_CLICKS("gavel_ledger_clicks", Type.GAUGE, "clicks in the ledger"),
    LEDGER_CHECKED("gavel_ledger_checked_records_total", Type.COUNTER,
            "records whose rows in the ledger were held against its chain"),
    LEDGER_FAILURES("gavel_ledger_failures_total", Type.COUNTER,
            "batches that failed to be settled, and are tried again"),
    LEDGER_BREACHED("gavel_ledger_breached", Type.GAUGE, "1 when the books would be wrong and no lead is taken"),
    LEDGER_WAL("gavel_ledger_wal_bytes", Type.GAUGE, "size of the ledger's write-ahead log"),
    FAULTS("gavel_faults_total", Type.COUNTER, "mistakes of the server's own, of any thread"),
    CLAIMS("gavel_idempotency_claims", Type.GAUGE, "idempotency keys whose answer is not in the index yet"),
    FORGOTTEN("gavel_outcomes_forgotten_total", Type.COUNTER, "times the oldest outcomes were forgotten early"),
    DUPLICATES("gavel_duplicates_remembered", Type.GAUGE,
            "identities of people that were sold lately, and of those that are running"),
    RECOVERED("gavel_recovered_records", Type.GAUGE, "records that this start had to bring into the journal"),
    DAMAGED("gavel_recovered_damaged", Type.GAUGE, "damaged entries that this start found"),
    CLEAN("gavel_start_clean", Type.GAUGE, "1 when the stop before this start was clean"),
    LOG_FAILED("gavel_latency_log_failed", Type.GAUGE, "1 when latency.hlog was given up because the disk failed"),
    HEAP("gavel_heap_used_bytes", Type.GAUGE, "heap in use, garbage included"),
    COLLECTIONS("gavel_gc_collections_total", Type.COUNTER, "garbage collections"),
    COLLECTION_TIME("gavel_gc_seconds_total", Type.COUNTER, "time spent in garbage collections"),
    RSS("process_resident_memory_bytes", Type.GAUGE, "memory that the process holds"),
    STARTED("process_start_time_seconds", Type.GAUGE, "when it was started, seconds since 1970");

    private final String label;
    private final Type type;
    private final String sentence;

    /** As Prometheus names them. */
    enum Type { COUNTER, GAUGE, HISTOGRAM }

    Metric(final String label, final Type type, final String sentence) {
        this.label = label;
        this.type = type;
        this.sentence = sentence;
    }

    /** Its name. */
    String label() {
        return label;
    }

    Type type() {
        return type;
    }

    /** For people. */
    String sentence() {
        return sentence;
    }
}
