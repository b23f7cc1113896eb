-- Every packet of consumer $2 in market $1 and where its money is, newest bill first. The latest
-- payout of its order that names its claim decides: not sent yet, on its way, arrived, or turned
-- back by WeChat and carried forward.
WITH packets AS (
    SELECT c.claim_no, c.queue_id, p.order_id, p.fen
    FROM claims AS c
    CROSS JOIN LATERAL unnest(c.packet_orders, c.packet_fens) AS p (order_id, fen)
    WHERE c.market_code = $1 AND c.consumer_no = $2 AND p.fen > 0
)
SELECT k.claim_no, k.queue_id, k.order_id, k.fen,
       CASE
           WHEN y.state IS NULL THEN 'pending'
           WHEN y.result = 'SUCCESS' THEN 'paid'
           WHEN y.state IN ('prepared', 'sent') THEN 'paying'
           ELSE 'carried'
       END AS state
FROM packets AS k
LEFT JOIN LATERAL (
    SELECT state, results[array_position(accounts, $3::bigint | k.claim_no)] AS result
    FROM payouts
    WHERE market_code = $1 AND order_id = k.order_id
      AND array_position(accounts, $3::bigint | k.claim_no) IS NOT NULL
    ORDER BY created_at DESC
    LIMIT 1
) AS y ON true
ORDER BY k.order_id DESC, k.claim_no DESC
