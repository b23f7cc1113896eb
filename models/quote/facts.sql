-- What stands in a queue now: open claims that are served before a new one, and what the paid bills
-- of the market day have put into its packets so far, at the present share ($6, of the discount).
SELECT
    (SELECT count(*) FROM claims
     WHERE market_code = $1 AND queue_id = $2 AND NOT closed) AS open_claims,
    (SELECT coalesce(sum(amount_fen::bigint * discount_bp / 10000 * $6 / 10000), 0)::bigint
     FROM orders
     WHERE market_code = $1 AND merchant_no = $3 AND tier = $4
       AND order_id >= $7 AND paid_at >= $5) AS funded_today_fen
