-- Leads with more than one sale.
SELECT max(journal_sequence) AS journal_sequence, lead_id, count(*) AS sales
FROM sale
GROUP BY lead_id
HAVING count(*) > 1
ORDER BY 1
LIMIT 1000
