-- What is owed to whom, with the clicks that were sent. Each event counts at its own time.
-- $1 from, $2 to (epoch ns, half-open), $3 credited publisher, $4 buyer, $5 offer (NULL: all),
-- $6 by publisher, $7 by buyer, $8 by offer, $9 starts of the days (epoch ns, separated by commas).
-- A click has no currency of its own: it has that of its offer's latest lead. It has no buyer, so it is not counted
-- where buyers are told apart.
WITH days AS (
    SELECT make_timestamp_ns(CAST(start AS BIGINT)) AS day FROM unnest(string_split($9, ',')) AS t(start)
),
offer_currencies AS (
    SELECT offer, arg_max(currency, journal_sequence) AS currency FROM leads GROUP BY offer
),
events AS (
    SELECT days.day, s.credited_publisher AS publisher, s.buyer, s.offer, s.currency, 1 AS sale,
        CASE WHEN s.credited_by = 'click' THEN 1 ELSE 0 END AS click_sale, 0 AS click,
        s.price_micros, s.payout_micros, s.margin_micros
    FROM sales s ASOF JOIN days ON s.time >= days.day
    WHERE s.time >= make_timestamp_ns($1) AND s.time < make_timestamp_ns($2)
        AND ($3 IS NULL OR s.credited_publisher = $3) AND ($4 IS NULL OR s.buyer = $4)
        AND ($5 IS NULL OR s.offer = $5)
    UNION ALL
    SELECT days.day, c.publisher, NULL, c.offer, coalesce(o.currency, '-'), 0, 0, 1, 0, 0, 0
    FROM clicks c ASOF JOIN days ON c.time >= days.day LEFT JOIN offer_currencies o ON c.offer = o.offer
    WHERE c.time >= make_timestamp_ns($1) AND c.time < make_timestamp_ns($2)
        AND ($3 IS NULL OR c.publisher = $3) AND $4 IS NULL AND NOT $7
        AND ($5 IS NULL OR c.offer = $5)
)
SELECT epoch_ns(day) AS day,
    CASE WHEN $6 THEN publisher END AS publisher,
    CASE WHEN $7 THEN buyer END AS buyer,
    CASE WHEN $8 THEN offer END AS offer,
    currency,
    CAST(SUM(sale) AS BIGINT) AS sales,
    CAST(SUM(price_micros) AS BIGINT) AS price_micros,
    CAST(SUM(payout_micros) AS BIGINT) AS payout_micros,
    CAST(SUM(margin_micros) AS BIGINT) AS margin_micros,
    CAST(SUM(click) AS BIGINT) AS clicks,
    CAST(SUM(click_sale) * 1000000 // nullif(SUM(click), 0) AS BIGINT) AS sold_ppm
FROM events
GROUP BY ALL
ORDER BY day, publisher, buyer, offer, currency
