SELECT
    count(*) AS order_count,
    coalesce(sum(amount_fen), 0)::bigint AS turnover_fen,
    coalesce(sum(amount_fen::bigint * discount_bp / 10000), 0)::bigint AS discount_fen,
    coalesce(sum(coupon_fen), 0)::bigint AS coupon_fen
FROM orders
WHERE market_code = $1 AND merchant_no = $2 AND order_id >= $3
    AND paid_at >= $4 AND paid_at < $4 + interval '1 day'
