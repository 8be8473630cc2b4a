-- Version 1 of the ledger. Money is BIGINT micro-units of the row's currency; times are UTC. Every row names the
-- journal record that caused it, and nothing is ever changed but the one row of position.

CREATE TABLE schema_version (version BIGINT NOT NULL);

-- The last record that is in the rows, and its checksum: moved in the same transaction as the rows.
CREATE TABLE position (sequence BIGINT NOT NULL, record_crc BIGINT NOT NULL);
INSERT INTO position VALUES (0, 0);

CREATE TABLE configs (
    journal_sequence BIGINT NOT NULL,
    version BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    sha256 VARCHAR NOT NULL,
    canonical VARCHAR NOT NULL
);

CREATE TABLE clicks (
    journal_sequence BIGINT NOT NULL,
    click_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    publisher VARCHAR NOT NULL,
    offer VARCHAR NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL
);

-- One row for each way in which a lead ended; an unknown lead may be found sold later. lead_outcomes has the last word.
CREATE TABLE leads (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    publisher VARCHAR NOT NULL,
    offer VARCHAR NOT NULL,
    vertical VARCHAR NOT NULL,
    publisher_lead_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    reason BIGINT,
    currency VARCHAR NOT NULL,
    click_id BIGINT,
    click_publisher VARCHAR NOT NULL,
    floor_micros BIGINT NOT NULL,
    config_version BIGINT NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL,
    PRIMARY KEY (lead_id, outcome)
);

-- No key: ten rows a lead, and an index over them would cost more memory than all others together.
CREATE TABLE bids (
    journal_sequence BIGINT NOT NULL,
    line BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    publisher VARCHAR NOT NULL,
    offer VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL,
    buyer VARCHAR NOT NULL,
    status BIGINT NOT NULL,
    currency VARCHAR NOT NULL,
    bid_micros BIGINT NOT NULL,
    elapsed_us BIGINT NOT NULL
);

-- posting when the intent was recorded, then a row of its own for the outcome; attempt_outcomes joins the two.
CREATE TABLE attempts (
    journal_sequence BIGINT NOT NULL PRIMARY KEY,
    lead_id BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    status VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL,
    buyer VARCHAR NOT NULL,
    publisher VARCHAR,
    offer VARCHAR,
    currency VARCHAR,
    price_micros BIGINT,
    payout_micros BIGINT,
    reason BIGINT,
    http_status BIGINT,
    elapsed_us BIGINT,
    reference VARCHAR
);

CREATE TABLE sales (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    publisher VARCHAR NOT NULL,
    credited_publisher VARCHAR NOT NULL,
    credited_by VARCHAR NOT NULL,
    click_id BIGINT,
    offer VARCHAR NOT NULL,
    vertical VARCHAR NOT NULL,
    publisher_lead_id VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL,
    buyer VARCHAR NOT NULL,
    attempt BIGINT NOT NULL,
    currency VARCHAR NOT NULL,
    price_micros BIGINT NOT NULL,
    payout_micros BIGINT NOT NULL,
    margin_micros BIGINT NOT NULL,
    payout_kind VARCHAR NOT NULL,
    payout_value BIGINT NOT NULL,
    reference VARCHAR NOT NULL,
    elapsed_us BIGINT NOT NULL,
    config_version BIGINT NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL
);

-- Double entry: the lines of one cause sum to zero in each currency. entry_id is journal_sequence * 256 + line.
CREATE TABLE entries (
    journal_sequence BIGINT NOT NULL,
    entry_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    account VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    micros BIGINT NOT NULL
);

CREATE VIEW lead_outcomes AS
SELECT * FROM leads QUALIFY row_number() OVER (PARTITION BY lead_id ORDER BY journal_sequence DESC) = 1;

CREATE VIEW attempt_outcomes AS
WITH ended AS (
    SELECT lead_id, attempt, max(time) AS ended_time, arg_max(status, journal_sequence) AS status
    FROM attempts
    WHERE status <> 'posting'
    GROUP BY lead_id, attempt
)
SELECT a.lead_id, a.attempt, a.time AS posting_time, ended.ended_time, coalesce(ended.status, a.status) AS status,
    a.campaign, a.buyer, a.publisher, a.offer, a.currency, a.price_micros, a.payout_micros
FROM attempts a LEFT JOIN ended USING (lead_id, attempt)
WHERE a.status = 'posting';

CREATE VIEW balances AS
SELECT account, currency, CAST(SUM(micros) AS BIGINT) AS micros FROM entries GROUP BY account, currency;
