-- Currencies whose accounts do not sum to zero.
SELECT currency, CAST(SUM(micros) AS VARCHAR) AS micros
FROM entries
GROUP BY currency
HAVING SUM(micros) <> 0
ORDER BY currency
