-- Lines that sales and payments call for and the entries lack, or the other way round: account, currency or amount is
-- wrong, a line is missing, there twice, or has no cause. Worked out from the causes alone.
WITH wanted AS (
    SELECT journal_sequence, 'buyer:' || buyer || ':receivable' AS account, currency, price_micros AS micros FROM sales
    UNION ALL
    SELECT journal_sequence, 'publisher:' || credited_publisher || ':payable', currency, -payout_micros FROM sales
    UNION ALL
    SELECT journal_sequence, 'house:margin', currency, payout_micros - price_micros FROM sales
    UNION ALL
    SELECT journal_sequence, 'house:cash', currency, amount_micros FROM top_ups
    UNION ALL
    SELECT journal_sequence, 'buyer:' || buyer || ':receivable', currency, -amount_micros FROM top_ups
),
lines AS (
    SELECT journal_sequence, account, currency, micros, 1 AS wanted, 0 AS found FROM wanted
    UNION ALL
    SELECT journal_sequence, account, currency, micros, 0, 1 FROM entries
)
SELECT journal_sequence, account, currency, micros, CAST(SUM(wanted) AS BIGINT) AS wanted,
    CAST(SUM(found) AS BIGINT) AS found
FROM lines
GROUP BY journal_sequence, account, currency, micros
HAVING SUM(wanted) <> SUM(found)
ORDER BY journal_sequence, account
LIMIT 1000
