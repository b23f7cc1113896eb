-- What stands in a queue now: the claim which a bill of consumer $9 would join today, open claims
-- that are served before the bill's, the reserve (account $8), and what the paid bills of the market
-- day have put into its packets so far, at the present share ($6, of the discount); and what the store
-- has still to cover for refunded bills (account $10, at or below zero).
WITH own AS (
    SELECT claim_no, packet_count FROM claims
    WHERE market_code = $1 AND consumer_no = $9 AND queue_id = $2
      AND opened_on = ($5::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
)
SELECT
    (SELECT claim_no FROM own) AS joins_claim,
    coalesce((SELECT packet_count FROM own), 0) AS packets_had,
    (SELECT count(*) FROM claims
     WHERE market_code = $1 AND queue_id = $2 AND NOT closed
       AND claim_no < coalesce((SELECT claim_no FROM own), 9223372036854775807)) AS open_claims,
    coalesce((SELECT balance_fen FROM balances WHERE market_code = $1 AND account_id = $8), 0)
        AS reserve_fen,
    coalesce((SELECT -balance_fen FROM balances WHERE market_code = $1 AND account_id = $10), 0)
        AS uncovered_fen,
    (SELECT coalesce(sum(amount_fen::bigint * discount_bp / 10000 * $6 / 10000), 0)::bigint
     FROM orders
     WHERE market_code = $1 AND merchant_no = $3 AND tier = $4
       AND order_id >= $7 AND paid_at >= $5) AS funded_today_fen
