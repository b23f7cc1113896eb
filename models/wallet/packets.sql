-- Every packet of consumer $2 in market $1 and where its money is. $3 is the kind of claim
-- accounts. The latest split of its order that names its claim decides: not prepared yet, on its
-- way, arrived, used up by what a refund had left owing, or turned back and carried forward in the
-- wallet.
WITH packets AS (
    SELECT c.claim_no, c.queue_id, p.order_id, p.fen
    FROM claims AS c
    CROSS JOIN LATERAL unnest(c.packet_orders, c.packet_fens) AS p (order_id, fen)
    WHERE c.market_code = $1 AND c.consumer_no = $2 AND p.fen > 0
)
SELECT k.claim_no, k.queue_id, k.order_id, k.fen,
       CASE
           WHEN y.results IS NULL THEN 'pending'
           WHEN 'PENDING' = ANY (y.results) THEN 'paying'
           WHEN 'SUCCESS' = ANY (y.results) THEN 'paid'
           WHEN 'debt' = ALL (y.results) THEN 'covered'
           ELSE 'carried'
       END AS state
FROM packets AS k
LEFT JOIN LATERAL (
    SELECT (SELECT array_agg(leg.result) FROM unnest(p.accounts, p.results) AS leg (account_id, result)
            WHERE leg.account_id = ($3::bigint | k.claim_no)) AS results
    FROM payouts AS p
    WHERE p.market_code = $1 AND p.order_id = k.order_id AND p.step = 'split'
      AND array_position(p.accounts, $3::bigint | k.claim_no) IS NOT NULL
    ORDER BY p.round DESC
    LIMIT 1
) AS y ON true
