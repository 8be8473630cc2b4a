-- What each buyer was asked, offered and took. Each event counts at its own time; publisher is the one that posted.
-- A ping counts if it left or may have: not with status 5 (could not connect), 10 (no connection free),
-- 13 (skipped) or 14 (too many calls under way). A bid that came after the auction had been decided (16) is of a ping
-- that was counted when nobody waited for it any more (15).
-- Parameters as in payouts.sql.
WITH days AS (
    SELECT make_timestamp_ns(CAST(start AS BIGINT)) AS day FROM unnest(string_split($9, ',')) AS t(start)
),
events AS (
    SELECT time, publisher, buyer, offer, currency, CASE WHEN status IN (5, 10, 13, 14, 16) THEN 0 ELSE 1 END AS ping,
        CASE WHEN bid_micros > 0 THEN 1 ELSE 0 END AS bid,
        bid_micros, 0 AS post, 0 AS accepted, 0 AS rejected, 0 AS not_sent, 0 AS unknown, 0 AS price_micros
    FROM bids
    WHERE time >= make_timestamp_ns($1) AND time < make_timestamp_ns($2)
    UNION ALL
    SELECT time, publisher, buyer, offer, currency, 0, 0, 0, 1, 0, 0, 0, 0, 0
    FROM attempts
    WHERE status = 'posting' AND time >= make_timestamp_ns($1) AND time < make_timestamp_ns($2)
    UNION ALL
    SELECT ended_time, publisher, buyer, offer, currency, 0, 0, 0, 0, 0,
        CASE WHEN status = 'rejected' THEN 1 ELSE 0 END, CASE WHEN status = 'not_sent' THEN 1 ELSE 0 END,
        CASE WHEN status = 'unknown' THEN 1 ELSE 0 END, 0
    FROM attempt_outcomes
    WHERE status IN ('rejected', 'not_sent', 'unknown')
        AND ended_time >= make_timestamp_ns($1) AND ended_time < make_timestamp_ns($2)
    UNION ALL
    SELECT time, publisher, buyer, offer, currency, 0, 0, 0, 0, 1, 0, 0, 0, price_micros
    FROM sales
    WHERE time >= make_timestamp_ns($1) AND time < make_timestamp_ns($2)
)
SELECT epoch_ns(days.day) AS day,
    CASE WHEN $6 THEN publisher END AS publisher,
    CASE WHEN $7 THEN buyer END AS buyer,
    CASE WHEN $8 THEN offer END AS offer,
    currency,
    CAST(SUM(ping) AS BIGINT) AS pings,
    CAST(SUM(bid) AS BIGINT) AS bids,
    CAST(SUM(bid_micros) // nullif(SUM(bid), 0) AS BIGINT) AS average_bid_micros,
    CAST(SUM(post) AS BIGINT) AS posts,
    CAST(SUM(accepted) AS BIGINT) AS accepted,
    CAST(SUM(rejected) AS BIGINT) AS rejected,
    CAST(SUM(not_sent) AS BIGINT) AS not_sent,
    CAST(SUM(unknown) AS BIGINT) AS unknown,
    CAST(SUM(price_micros) AS BIGINT) AS price_micros
FROM events ASOF JOIN days ON events.time >= days.day
WHERE ($3 IS NULL OR publisher = $3) AND ($4 IS NULL OR buyer = $4) AND ($5 IS NULL OR offer = $5)
GROUP BY ALL
ORDER BY day, publisher, buyer, offer, currency
