-- Every packet of consumer $2 in market $1 and where its money is. $3 is the kind of claim accounts.
-- The latest split of its order that names its claim decides: not prepared yet, on its way, arrived,
-- or turned back and carried forward in the wallet.
WITH packets AS (
    SELECT c.claim_no, c.queue_id, p.order_id, p.fen
    FROM claims AS c
    CROSS JOIN LATERAL unnest(c.packet_orders, c.packet_fens) AS p (order_id, fen)
    WHERE c.market_code = $1 AND c.consumer_no = $2 AND p.fen > 0
)
SELECT k.claim_no, k.queue_id, k.order_id, k.fen,
       CASE
           WHEN y.result IS NULL THEN 'pending'
           WHEN y.result = 'PENDING' THEN 'paying'
           WHEN y.result = 'SUCCESS' THEN 'paid'
           ELSE 'carried'
       END AS state
FROM packets AS k
LEFT JOIN LATERAL (
    SELECT results[array_position(accounts, $3::bigint | k.claim_no)] AS result
    FROM payouts
    WHERE market_code = $1 AND order_id = k.order_id AND step = 'split'
      AND array_position(accounts, $3::bigint | k.claim_no) IS NOT NULL
    ORDER BY round DESC
    LIMIT 1
) AS y ON true
