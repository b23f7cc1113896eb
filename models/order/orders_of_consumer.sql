SELECT
    market_code, order_id, merchant_no, consumer_no, amount_fen, coupon_fen, discount_bp, tier, book_no,
    state, opened_at, paid_at, transaction_id, quote
FROM orders
WHERE market_code = $1 AND consumer_no = $2 AND ($3::bigint IS NULL OR order_id < $3)
ORDER BY order_id DESC
LIMIT $4
