-- Version 4 of the ledger. Tables are singular and hold what the journal says, narrowly: a row for each record, its bids
-- and entries as rows of their own, and a number for each text that comes again and again. Views are plural, have the
-- texts back, and are what reports read. Money is BIGINT micro-units of the row's currency; times are UTC. Every row
-- names the journal record that caused it, and nothing is ever changed but the one row of position.

CREATE TABLE schema_version (version BIGINT NOT NULL);

-- The last record that is in the rows, its checksum, and the links of both chains at it: moved in the same transaction
-- as the rows.
CREATE TABLE position (
    sequence BIGINT NOT NULL,
    record_crc BIGINT NOT NULL,
    rows_sha256 VARCHAR NOT NULL,
    records_sha256 VARCHAR NOT NULL
);
INSERT INTO position VALUES (0, 0, repeat('0', 64), repeat('0', 64));

-- The links of both chains at every 64th record: over the rows of all tables up to there, and over the records.
CREATE TABLE seal (
    journal_sequence BIGINT NOT NULL,
    rows_sha256 VARCHAR NOT NULL,
    records_sha256 VARCHAR NOT NULL
);

-- Publishers, offers, verticals, currencies and accounts, numbered from 1 in the order in which records first have them.
-- The key keeps a name from being there twice, which would show every row that has it twice.
CREATE TABLE name (
    journal_sequence BIGINT NOT NULL,
    name_id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR NOT NULL
);

-- Campaigns with their buyers, numbered likewise.
CREATE TABLE campaign (
    journal_sequence BIGINT NOT NULL,
    campaign_id INTEGER NOT NULL PRIMARY KEY,
    campaign VARCHAR NOT NULL,
    buyer VARCHAR NOT NULL
);

CREATE TABLE config (
    journal_sequence BIGINT NOT NULL,
    version BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    sha256 VARCHAR NOT NULL,
    canonical VARCHAR NOT NULL
);

CREATE TABLE click (
    journal_sequence BIGINT NOT NULL,
    click_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    publisher_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL
);

-- No key: its identity is in the journal once, and position takes each record once.
CREATE TABLE posting (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    attempt SMALLINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    campaign_id INTEGER NOT NULL,
    publisher_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    currency_id INTEGER NOT NULL,
    price_micros BIGINT NOT NULL,
    payout_micros BIGINT NOT NULL
);

-- No key, for the same reason. The posting or lead_ended of the same record says whose bids they are, and when.
CREATE TABLE bid (
    journal_sequence BIGINT NOT NULL,
    line SMALLINT NOT NULL,
    campaign_id INTEGER NOT NULL,
    status SMALLINT NOT NULL,
    bid_micros BIGINT NOT NULL,
    elapsed_us INTEGER NOT NULL
);

-- status: code of the PostOutcome.
CREATE TABLE post_ended (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    attempt SMALLINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    campaign_id INTEGER NOT NULL,
    status SMALLINT NOT NULL,
    reason INTEGER NOT NULL,
    http_status INTEGER NOT NULL,
    elapsed_us INTEGER NOT NULL,
    reference VARCHAR NOT NULL
);

-- payout_kind, credited_by, found_by: codes of PayoutKind, CreditedBy and FoundBy. The key is what keeps a lead from being sold twice here.
CREATE TABLE sale (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    publisher_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    vertical_id INTEGER NOT NULL,
    publisher_lead_id VARCHAR NOT NULL,
    currency_id INTEGER NOT NULL,
    click_id BIGINT,
    click_publisher_id INTEGER NOT NULL,
    floor_micros BIGINT NOT NULL,
    config_version INTEGER NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL,
    attempt SMALLINT NOT NULL,
    campaign_id INTEGER NOT NULL,
    price_micros BIGINT NOT NULL,
    payout_micros BIGINT NOT NULL,
    payout_kind SMALLINT NOT NULL,
    payout_value BIGINT NOT NULL,
    credited_publisher_id INTEGER NOT NULL,
    credited_by SMALLINT NOT NULL,
    reference VARCHAR NOT NULL,
    elapsed_us INTEGER NOT NULL,
    found_by SMALLINT NOT NULL,
    note VARCHAR NOT NULL
);

-- outcome: code of the Outcome. A lead that ended unknown may have a sale or a no_sale later.
CREATE TABLE lead_ended (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    publisher_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    vertical_id INTEGER NOT NULL,
    publisher_lead_id VARCHAR NOT NULL,
    currency_id INTEGER NOT NULL,
    click_id BIGINT,
    click_publisher_id INTEGER NOT NULL,
    floor_micros BIGINT NOT NULL,
    config_version INTEGER NOT NULL,
    sub1 VARCHAR NOT NULL,
    sub2 VARCHAR NOT NULL,
    sub3 VARCHAR NOT NULL,
    sub4 VARCHAR NOT NULL,
    sub5 VARCHAR NOT NULL,
    outcome SMALLINT NOT NULL,
    reason INTEGER NOT NULL
);

-- A post that had ended unknown, and was no sale. status: code of the PostOutcome; found_by: of FoundBy.
CREATE TABLE no_sale (
    journal_sequence BIGINT NOT NULL,
    lead_id BIGINT NOT NULL PRIMARY KEY,
    attempt SMALLINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    campaign_id INTEGER NOT NULL,
    status SMALLINT NOT NULL,
    reason INTEGER NOT NULL,
    found_by SMALLINT NOT NULL,
    reference VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);

-- What a buyer paid in; negative when it got it back.
CREATE TABLE top_up (
    journal_sequence BIGINT NOT NULL,
    top_up_id BIGINT NOT NULL PRIMARY KEY,
    time TIMESTAMP_NS NOT NULL,
    buyer_id INTEGER NOT NULL,
    currency_id INTEGER NOT NULL,
    amount_micros BIGINT NOT NULL,
    reference VARCHAR NOT NULL,
    note VARCHAR NOT NULL
);

-- Double entry: the lines of one cause sum to zero in each currency. No key: a batch must show as many lines as were
-- stored, and the sale that would bring them a second time has one.
CREATE TABLE entry (
    journal_sequence BIGINT NOT NULL,
    line SMALLINT NOT NULL,
    time TIMESTAMP_NS NOT NULL,
    account_id INTEGER NOT NULL,
    currency_id INTEGER NOT NULL,
    micros BIGINT NOT NULL
);
