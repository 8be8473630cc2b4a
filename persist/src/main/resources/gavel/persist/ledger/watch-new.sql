-- What has come since record $1: sales, clicks, and currencies in which its entries do not sum to zero.
SELECT
    (SELECT count(*) FROM sale WHERE journal_sequence > $1) AS sales,
    (SELECT count(*) FROM click WHERE journal_sequence > $1) AS clicks,
    (SELECT count(*) FROM (
        SELECT currency_id FROM entry WHERE journal_sequence > $1 GROUP BY currency_id HAVING SUM(micros) <> 0
    )) AS unbalanced
