-- What reports and people read. Names are joined from the left, so that no row can hide behind a name that is missing.

CREATE VIEW configs AS SELECT * FROM config;

CREATE VIEW clicks AS
SELECT c.journal_sequence, c.click_id, c.time, p.name AS publisher, o.name AS offer,
    c.sub1, c.sub2, c.sub3, c.sub4, c.sub5
FROM click c
    LEFT JOIN name p ON p.name_id = c.publisher_id
    LEFT JOIN name o ON o.name_id = c.offer_id;

CREATE VIEW sales AS
SELECT s.journal_sequence, s.lead_id, s.time, p.name AS publisher, cp.name AS credited_publisher,
    CASE s.credited_by WHEN 1 THEN 'click' WHEN 2 THEN 'lead' END AS credited_by, s.click_id, o.name AS offer,
    v.name AS vertical, s.publisher_lead_id, c.campaign, c.buyer, s.attempt, y.name AS currency, s.price_micros,
    s.payout_micros, s.price_micros - s.payout_micros AS margin_micros,
    CASE s.payout_kind WHEN 1 THEN 'fixed' WHEN 2 THEN 'share' END AS payout_kind, s.payout_value, s.reference,
    s.elapsed_us, CASE s.found_by WHEN 0 THEN 'answer' WHEN 1 THEN 'person' WHEN 2 THEN 'status' END AS found_by, s.note,
    s.config_version, s.sub1, s.sub2, s.sub3, s.sub4, s.sub5
FROM sale s
    LEFT JOIN campaign c ON c.campaign_id = s.campaign_id
    LEFT JOIN name p ON p.name_id = s.publisher_id
    LEFT JOIN name cp ON cp.name_id = s.credited_publisher_id
    LEFT JOIN name o ON o.name_id = s.offer_id
    LEFT JOIN name v ON v.name_id = s.vertical_id
    LEFT JOIN name y ON y.name_id = s.currency_id;

-- One row for each way in which a lead ended; an unknown lead may be found sold, or not, later. lead_outcomes has the last
-- word. A no_sale does not repeat what the lead_ended of its lead says of the lead.
CREATE VIEW leads AS
WITH ended AS (
    SELECT journal_sequence, lead_id, time, publisher_id, offer_id, vertical_id, publisher_lead_id, 'sold' AS outcome,
        NULL AS reason, currency_id, click_id, click_publisher_id, floor_micros, config_version,
        sub1, sub2, sub3, sub4, sub5
    FROM sale
    UNION ALL
    SELECT journal_sequence, lead_id, time, publisher_id, offer_id, vertical_id, publisher_lead_id,
        CASE outcome WHEN 1 THEN 'unsold' WHEN 2 THEN 'unknown' END, reason, currency_id, click_id,
        click_publisher_id, floor_micros, config_version, sub1, sub2, sub3, sub4, sub5
    FROM lead_ended
    UNION ALL
    SELECT n.journal_sequence, n.lead_id, n.time, l.publisher_id, l.offer_id, l.vertical_id, l.publisher_lead_id,
        'unsold', n.reason, l.currency_id, l.click_id, l.click_publisher_id, l.floor_micros, l.config_version,
        l.sub1, l.sub2, l.sub3, l.sub4, l.sub5
    FROM no_sale n LEFT JOIN lead_ended l ON l.lead_id = n.lead_id
)
SELECT e.journal_sequence, e.lead_id, e.time, p.name AS publisher, o.name AS offer, v.name AS vertical,
    e.publisher_lead_id, e.outcome, e.reason, y.name AS currency, e.click_id, cp.name AS click_publisher,
    e.floor_micros, e.config_version, e.sub1, e.sub2, e.sub3, e.sub4, e.sub5
FROM ended e
    LEFT JOIN name p ON p.name_id = e.publisher_id
    LEFT JOIN name o ON o.name_id = e.offer_id
    LEFT JOIN name v ON v.name_id = e.vertical_id
    LEFT JOIN name y ON y.name_id = e.currency_id
    LEFT JOIN name cp ON cp.name_id = e.click_publisher_id;

CREATE VIEW bids AS
WITH asked AS (
    SELECT journal_sequence, lead_id, time, publisher_id, offer_id, currency_id FROM posting
    UNION ALL
    SELECT journal_sequence, lead_id, time, publisher_id, offer_id, currency_id FROM lead_ended
)
SELECT b.journal_sequence, b.line, a.lead_id, a.time, p.name AS publisher, o.name AS offer, c.campaign, c.buyer,
    b.status, y.name AS currency, b.bid_micros, b.elapsed_us
FROM bid b
    LEFT JOIN asked a ON a.journal_sequence = b.journal_sequence
    LEFT JOIN campaign c ON c.campaign_id = b.campaign_id
    LEFT JOIN name p ON p.name_id = a.publisher_id
    LEFT JOIN name o ON o.name_id = a.offer_id
    LEFT JOIN name y ON y.name_id = a.currency_id;

-- posting when the intent was recorded, then a row of its own for the outcome; attempt_outcomes joins the two.
CREATE VIEW attempts AS
WITH attempted AS (
    SELECT journal_sequence, lead_id, attempt, time, 'posting' AS status, campaign_id, publisher_id, offer_id,
        currency_id, price_micros, payout_micros, NULL AS reason, NULL AS http_status, NULL AS elapsed_us,
        NULL AS reference
    FROM posting
    UNION ALL
    SELECT journal_sequence, lead_id, attempt, time,
        CASE status WHEN 1 THEN 'not_sent' WHEN 2 THEN 'rejected' WHEN 4 THEN 'unknown' END, campaign_id, NULL, NULL,
        NULL, NULL, NULL, reason, http_status, elapsed_us, reference
    FROM post_ended
    UNION ALL
    SELECT journal_sequence, lead_id, attempt, time, CASE status WHEN 1 THEN 'not_sent' WHEN 2 THEN 'rejected' END,
        campaign_id, NULL, NULL, NULL, NULL, NULL, reason, NULL, NULL, reference
    FROM no_sale
    UNION ALL
    SELECT journal_sequence, lead_id, attempt, time, 'sold', campaign_id, publisher_id, offer_id, currency_id,
        price_micros, payout_micros, NULL, NULL, elapsed_us, reference
    FROM sale
)
SELECT a.journal_sequence, a.lead_id, a.attempt, a.time, a.status, c.campaign, c.buyer, p.name AS publisher,
    o.name AS offer, y.name AS currency, a.price_micros, a.payout_micros, a.reason, a.http_status, a.elapsed_us,
    a.reference
FROM attempted a
    LEFT JOIN campaign c ON c.campaign_id = a.campaign_id
    LEFT JOIN name p ON p.name_id = a.publisher_id
    LEFT JOIN name o ON o.name_id = a.offer_id
    LEFT JOIN name y ON y.name_id = a.currency_id;

CREATE VIEW top_ups AS
SELECT t.journal_sequence, t.top_up_id, t.time, b.name AS buyer, y.name AS currency, t.amount_micros, t.reference, t.note
FROM top_up t
    LEFT JOIN name b ON b.name_id = t.buyer_id
    LEFT JOIN name y ON y.name_id = t.currency_id;

CREATE VIEW entries AS
SELECT e.journal_sequence, e.journal_sequence * 256 + e.line AS entry_id, e.time, a.name AS account,
    y.name AS currency, e.micros
FROM entry e
    LEFT JOIN name a ON a.name_id = e.account_id
    LEFT JOIN name y ON y.name_id = e.currency_id;

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
