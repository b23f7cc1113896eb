SELECT
    market_code, order_id, merchant_no, consumer_no, amount_fen, coupon_fen, discount_bp, tier, book_no,
    state, opened_at, paid_at, transaction_id, quote
FROM orders
WHERE market_code = $1 AND merchant_no = $2 AND order_id >= $3
    AND paid_at >= $4 AND paid_at < $4 + interval '1 day'
    AND ($5::bigint IS NULL OR order_id < $5)
ORDER BY order_id DESC
LIMIT $6
