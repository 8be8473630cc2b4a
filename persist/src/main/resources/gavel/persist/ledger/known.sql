-- Whether the ledger has met a publisher ($1), a buyer ($2) and an offer ($3); what is NULL is not asked for.
SELECT
    $1 IS NULL OR EXISTS (SELECT 1 FROM clicks WHERE publisher = $1) OR EXISTS (SELECT 1 FROM leads WHERE publisher = $1)
        OR EXISTS (SELECT 1 FROM sales WHERE credited_publisher = $1) AS publisher,
    $2 IS NULL OR EXISTS (SELECT 1 FROM bids WHERE buyer = $2) OR EXISTS (SELECT 1 FROM sales WHERE buyer = $2) AS buyer,
    $3 IS NULL OR EXISTS (SELECT 1 FROM clicks WHERE offer = $3) OR EXISTS (SELECT 1 FROM leads WHERE offer = $3)
        OR EXISTS (SELECT 1 FROM sales WHERE offer = $3) AS offer
