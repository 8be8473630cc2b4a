-- Leads that turned out to be no sale and are sold all the same, or whose post had not ended unknown (status 4).
SELECT n.journal_sequence, n.lead_id,
    CASE WHEN s.lead_id IS NULL THEN 'no post of it had ended unknown' ELSE 'is sold' END AS wrong
FROM no_sale n
    LEFT JOIN sale s ON s.lead_id = n.lead_id
    LEFT JOIN post_ended p ON p.lead_id = n.lead_id AND p.attempt = n.attempt AND p.status = 4
WHERE s.lead_id IS NOT NULL OR p.lead_id IS NULL
ORDER BY n.journal_sequence
LIMIT 1000
