-- Causes after $1 whose entries do not sum to zero. The sums are HUGEINT: they can't wrap.
SELECT journal_sequence, currency, CAST(SUM(micros) AS VARCHAR) AS micros
FROM entries
WHERE journal_sequence > $1
GROUP BY journal_sequence, currency
HAVING SUM(micros) <> 0
ORDER BY journal_sequence, currency
LIMIT 1000
