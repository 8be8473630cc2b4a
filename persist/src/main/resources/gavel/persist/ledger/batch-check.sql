-- What one transaction has added: to be compared with what was counted on the way in. $1: position before it.
-- The sums are HUGEINT, so that they can't wrap; micro-units of all currencies together are a control, not an amount.
SELECT s.sales, s.price_micros, e.entries, e.unbalanced
FROM (
    SELECT count(*) AS sales, CAST(coalesce(SUM(price_micros), 0) AS VARCHAR) AS price_micros
    FROM sale
    WHERE journal_sequence > $1
) s, (
    SELECT CAST(coalesce(SUM(lines), 0) AS BIGINT) AS entries, count(*) FILTER (WHERE total <> 0) AS unbalanced
    FROM (
        SELECT journal_sequence, currency_id, count(*) AS lines, SUM(micros) AS total
        FROM entry
        WHERE journal_sequence > $1
        GROUP BY journal_sequence, currency_id
    )
) e
