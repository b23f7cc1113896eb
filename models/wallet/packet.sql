-- One packet (the CTE `k` comes before): of claim $4, from order $5, with its journal's evidence.
SELECT k.claim_no, k.order_id, k.fen, k.state, m.name AS store_name, j.posted_at AS drawn_at,
       j.evidence, b.hash AS book_hash, d.commitment
FROM k
JOIN merchants AS m ON m.merchant_no = k.queue_id / 16
JOIN orders AS o ON o.market_code = $1 AND o.order_id = k.order_id
JOIN rule_books AS b ON b.market_code = $1 AND b.book_no = o.book_no
JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = k.order_id
LEFT JOIN draw_days AS d
    ON d.market_code = $1 AND d.day = (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date
WHERE k.claim_no = $4 AND k.order_id = $5
