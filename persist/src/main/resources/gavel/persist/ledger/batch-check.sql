-- What one transaction has added: to be compared with what was counted on the way in. $1: position before it.
SELECT
    (SELECT count(*) FROM sales WHERE journal_sequence > $1) AS sales,
    (SELECT count(*) FROM entries WHERE journal_sequence > $1) AS entries,
    (SELECT CAST(coalesce(SUM(price_micros), 0) AS VARCHAR) FROM sales WHERE journal_sequence > $1) AS price_micros,
    (SELECT CAST(coalesce(SUM(micros), 0) AS VARCHAR) FROM entries WHERE journal_sequence > $1 AND micros > 0)
        AS debit_micros
