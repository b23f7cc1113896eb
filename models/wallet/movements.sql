-- How money moved for consumer $2 of market $1 (wallet account $3), newest first, before id $4:
-- lines of splits, transfers, sweeps, what pools released and what shared stores distributed. Ids grow
-- with time whatever their noun.
WITH orders_of AS MATERIALIZED (
    SELECT unnest(packet_orders) AS order_id
    FROM claims WHERE market_code = $1 AND consumer_no = $2
    UNION
    SELECT order_id FROM weekday_claims WHERE market_code = $1 AND consumer_no = $2
)
SELECT 'split' AS kind, p.payout_id AS movement_id, l.fen, l.result, m.name AS store_name,
       p.created_at, p.finished_at
FROM orders_of AS o
JOIN payouts AS p ON p.market_code = $1 AND p.order_id = o.order_id AND p.step = 'split'
JOIN merchants AS m ON m.merchant_no = p.merchant_no
CROSS JOIN LATERAL (
    SELECT coalesce(sum(fen), 0)::bigint AS fen, min(result) AS result
    FROM unnest(p.receivers, p.amounts, p.results) AS g (receiver_id, fen, result)
    WHERE receiver_id = $3 AND result = upper(result)
) AS l
WHERE l.result IS NOT NULL AND ($4::bigint IS NULL OR p.payout_id < $4)
UNION ALL
SELECT 'transfer', transfer_id, fen, result, NULL, created_at, finished_at
FROM transfers
WHERE market_code = $1 AND consumer_no = $2 AND ($4::bigint IS NULL OR transfer_id < $4)
UNION ALL
SELECT 'sweep', sweep_id, fen, why, NULL, created_at, created_at
FROM sweeps
WHERE market_code = $1 AND consumer_no = $2 AND ($4::bigint IS NULL OR sweep_id < $4)
UNION ALL
SELECT 'release', release_id, fen - covered_fen,
       CASE WHEN covered_fen > 0 THEN 'released_less_debt' ELSE 'released' END, NULL, released_at, released_at
FROM weekday_shares
WHERE market_code = $1 AND consumer_no = $2 AND ($4::bigint IS NULL OR release_id < $4)
UNION ALL
SELECT 'redemption', redemption_id, paid_fen - covered_fen,
       CASE WHEN covered_fen > 0 THEN 'redeemed_less_debt' ELSE 'redeemed' END, NULL, created_at,
       created_at
FROM point_redemptions
WHERE market_code = $1 AND consumer_no = $2 AND ($4::bigint IS NULL OR redemption_id < $4)
UNION ALL
SELECT 'distribution', d.distribution_id, d.fens[p.place], 'distributed', m.name, d.declared_at,
       d.ended_at
FROM share_registers AS r
CROSS JOIN LATERAL (SELECT array_position(r.holders, $2::bigint) AS place) AS p
JOIN distributions AS d ON d.market_code = $1 AND d.merchant_no = r.merchant_no
    AND d.register_version = r.version AND d.state = 'paid'
JOIN merchants AS m ON m.merchant_no = r.merchant_no
WHERE r.market_code = $1 AND r.holders @> ARRAY[$2::bigint] AND d.fens[p.place] > 0
    AND ($4::bigint IS NULL OR d.distribution_id < $4)
ORDER BY 2 DESC
LIMIT $5
