-- Money carried forward only ever travels with a packet, so the orders that sent packets to the
-- consumer's claims are all the orders that sent anything.
WITH orders_of AS MATERIALIZED (
    SELECT DISTINCT unnest(packet_orders) AS order_id
    FROM claims WHERE market_code = $1 AND consumer_no = $2
)
SELECT p.payout_id, p.order_id, p.merchant_no, l.packets_fen, l.carried_fen, l.result,
       p.created_at, p.finished_at
FROM orders_of AS o
JOIN payouts AS p ON p.market_code = $1 AND p.order_id = o.order_id AND p.step = 'split'
CROSS JOIN LATERAL (
    SELECT coalesce(sum(fen) FILTER (WHERE account_id <> $3), 0)::bigint AS packets_fen,
           coalesce(sum(fen) FILTER (WHERE account_id = $3), 0)::bigint AS carried_fen,
           min(result) AS result
    FROM unnest(p.accounts, p.receivers, p.amounts, p.results)
        AS g (account_id, receiver_id, fen, result)
    WHERE receiver_id = $3 AND result = upper(result)
) AS l
WHERE l.result IS NOT NULL AND ($4::bigint IS NULL OR p.payout_id < $4)
ORDER BY p.payout_id DESC
LIMIT $5
