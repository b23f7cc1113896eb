-- What happened to the points of consumer $2 in market $1, newest first, before id $3: bills minted
-- them, refunds burned them, they were redeemed or exited. Ids grow with time whatever their noun.
-- Evidence is the journal's, or of a bill its facts alone; a bill has its store's name and amount.
SELECT 'minted' AS kind, m.order_id AS entry_id, j.posted_at AS at, s.name AS store_name,
       o.amount_fen, (j.evidence -> 'facts')::text AS facts, m.matures_at, m.held
FROM point_mints AS m
JOIN orders AS o ON o.market_code = $1 AND o.order_id = m.order_id
JOIN merchants AS s ON s.merchant_no = o.merchant_no
JOIN journals AS j ON j.market_code = $1 AND j.seq = m.mint_no
WHERE m.market_code = $1 AND m.consumer_no = $2 AND ($3::bigint IS NULL OR m.order_id < $3)
UNION ALL
SELECT 'burned', r.refund_id, r.posted_at, s.name, r.amount_fen,
       (j.evidence -> 'own' -> 0)::text, NULL, false
FROM refunds AS r
JOIN merchants AS s ON s.merchant_no = r.merchant_no
JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = r.refund_id
WHERE r.market_code = $1 AND r.consumer_no = $2
    AND j.evidence ->> 'program' = 'appreciating_points' AND ($3::bigint IS NULL OR r.refund_id < $3)
UNION ALL
SELECT CASE why WHEN 'exit' THEN 'exited' ELSE 'redeemed' END, redemption_id, created_at, NULL,
       paid_fen, row_to_json(d)::text, NULL, false
FROM point_redemptions AS d
WHERE d.market_code = $1 AND d.consumer_no = $2 AND ($3::bigint IS NULL OR d.redemption_id < $3)
ORDER BY 2 DESC
LIMIT $4
