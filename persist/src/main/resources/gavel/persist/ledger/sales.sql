-- One page of the sales, oldest first. $1 from, $2 to (epoch ns, half-open), $3 publisher (posted or credited),
-- $4 buyer, $5 offer (NULL: all), $6 last record that may be seen, so that all pages show one state,
-- $7 and $8 time and lead of the row before this page, $9 rows at most.
SELECT epoch_ns(time) AS time, lead_id, publisher, publisher_lead_id, credited_publisher, credited_by, offer, vertical,
    campaign, buyer, click_id, sub1, sub2, sub3, sub4, sub5, reference, currency, price_micros, payout_micros, margin_micros
FROM sales
WHERE time >= make_timestamp_ns($1) AND time < make_timestamp_ns($2)
    AND ($3 IS NULL OR publisher = $3 OR credited_publisher = $3) AND ($4 IS NULL OR buyer = $4)
    AND ($5 IS NULL OR offer = $5) AND journal_sequence <= $6
    AND (time > make_timestamp_ns($7) OR time = make_timestamp_ns($7) AND lead_id > $8)
ORDER BY sales.time, lead_id
LIMIT $9
